import type { GenesisEvent } from '../../events/event.ts'
import type { EventSink } from '../../ports/event-sink.ts'
import { jsonLine } from './json-text.ts'

/** The version of the event stream's shape; the major part grows when a reader of an older one would misread it. */
export const eventFormatVersion = '1.0'

/** Writes the event stream for `-o jsonl`: a line that tells the version, then a line for each event. Described in `docs/events.md`. */
export class JsonLines implements EventSink {
  readonly #write: (text: string) => void

  constructor(options: { readonly write: (text: string) => void; readonly genesisVersion: string }) {
    this.#write = options.write
    this.#write(jsonLine({ type: 'version', format_version: eventFormatVersion, genesis_version: options.genesisVersion }))
  }

  emit(event: GenesisEvent): void {
    this.#write(jsonLine(event))
  }
}
