import type { GenesisEvent } from '../events/event.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { Files } from '../ports/files.ts'

/** The file of a run's log, inside the run's folder: one event per line, as JSON. */
export const runLogFile = 'events.jsonl'

const flushedAtOnce = 64 * 1024

/** Keeps every event of a run in its folder. A log that cannot be written never fails the run. */
export class RunLog implements EventSink {
  readonly #files: Files
  readonly #path: string
  #buffer: string[] = []
  #bytes = 0
  #writing: Promise<void> = Promise.resolve()

  /** `folder` is the run's own and exists. */
  constructor(files: Files, folder: string) {
    this.#files = files
    this.#path = `${folder}/${runLogFile}`
  }

  emit(event: GenesisEvent): void {
    const line = `${JSON.stringify(event)}\n`
    this.#buffer.push(line)
    this.#bytes += line.length
    if (this.#bytes >= flushedAtOnce) this.#flush()
  }

  /** Resolves when everything so far has been written, or could not be. */
  async close(): Promise<void> {
    this.#flush()
    await this.#writing
  }

  #flush(): void {
    if (this.#buffer.length === 0) return
    const text = this.#buffer.join('')
    this.#buffer = []
    this.#bytes = 0
    this.#writing = this.#writing.then(() => this.#files.append(this.#path, text, { mode: 0o600 })).catch(() => undefined)
  }
}
