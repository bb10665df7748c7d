import type { GenesisEvent } from '../events/event.ts'
import type { EventSink } from '../ports/event-sink.ts'
import { RunResultsCollector, type RunResults } from './render/run-results.ts'

/** A renderer of events that can be closed. */
export interface EventRenderer extends EventSink {
  close(): Promise<void>
}

/** Shows events while something goes on: the renderer is made with the first event after the last end. */
export class Progress implements EventSink {
  readonly #make: () => EventRenderer
  readonly #results = new RunResultsCollector()
  #current: EventRenderer | null = null

  constructor(make: () => EventRenderer) {
    this.#make = make
  }

  emit(event: GenesisEvent): void {
    this.#results.emit(event)
    this.#current ??= this.#make()
    this.#current.emit(event)
  }

  /** How the run went that was shown; null until it has ended. */
  results(): RunResults | null {
    return this.#results.results()
  }

  /** Takes what is drawn away, so that something else can be written. */
  async finish(): Promise<void> {
    const current = this.#current
    this.#current = null
    await current?.close()
  }
}
