import type { GenesisEvent } from '../events/event.ts'
import type { LogLevel } from './cli-context.ts'
import type { EventRenderer } from './progress.ts'

/** Tells of what went wrong alone, at `warning` also of what may. */
export class QuietRenderer implements EventRenderer {
  readonly #level: LogLevel
  readonly #renderer: EventRenderer

  constructor(level: LogLevel, renderer: EventRenderer) {
    this.#level = level
    this.#renderer = renderer
  }

  emit(event: GenesisEvent): void {
    if (event.type === 'step-failed' || event.type === 'stopping' || (this.#level === 'warning' && isWarning(event))) this.#renderer.emit(event)
  }

  close(): Promise<void> {
    return this.#renderer.close()
  }
}

function isWarning(event: GenesisEvent): boolean {
  return event.type === 'step-retrying' || event.type === 'step-skipped' || (event.type === 'notice' && event.level === 'warning')
}
