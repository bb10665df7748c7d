import type { GenesisEvent } from '../../events/event.ts'
import { actionWords } from './action-words.ts'
import { firstLine, progressText } from './event-text.ts'

/** Something that goes on now. */
export interface RunningItem {
  readonly address: string
  /** `creating`, `planning`. */
  readonly doing: string
  /** On the clock's monotonic scale. */
  readonly sinceMs: number
  /** The last it told of itself. */
  readonly message: string | null
}

/** What runs and how far everything is, kept from the events. Times are those at which the events came. */
export class RunProgress {
  readonly #running = new Map<string, RunningItem>()
  #phase: 'idle' | 'planning' | 'running' = 'idle'
  #startedMs = 0
  #total = 0
  #done = 0
  #failed = 0

  /** `planning` and `running` until their end is told. */
  get phase(): 'idle' | 'planning' | 'running' {
    return this.#phase
  }

  /** What goes on, the oldest first. */
  get running(): readonly RunningItem[] {
    return [...this.#running.values()]
  }

  /** Steps, or resources while planning. `done` counts failed and skipped ones, too. */
  get counts(): { readonly total: number; readonly done: number; readonly failed: number; readonly running: number; readonly waiting: number } {
    const running = this.#running.size
    const total = Math.max(this.#total, this.#done + running)
    return { total, done: this.#done, failed: this.#failed, running, waiting: total - this.#done - running }
  }

  /** Milliseconds since the phase began. */
  elapsedMs(nowMs: number): number {
    return nowMs - this.#startedMs
  }

  /** Takes in an event that came at `nowMs` on the monotonic scale. */
  track(event: GenesisEvent, nowMs: number): void {
    switch (event.type) {
      case 'planning-started':
        this.#begin('planning', event.resources, nowMs)
        break
      case 'run-started':
        this.#begin('running', event.steps, nowMs)
        break
      case 'resource-planning':
        if (this.#phase === 'running') this.#say(event.address, 'planning again')
        else this.#start({ address: event.address, doing: 'planning', sinceMs: nowMs, message: null })
        break
      case 'resource-planned':
        if (this.#phase !== 'running') this.#end(event.address)
        break
      case 'step-started':
        this.#startStep(event, nowMs)
        break
      case 'step-progress':
        this.#say(event.address, progressText(event))
        break
      case 'step-retrying':
        this.#say(event.address, `tried again soon: ${firstLine(event.failure.message)}`)
        break
      case 'step-failed':
        this.#failed++
        this.#end(event.address)
        break
      case 'step-succeeded':
      case 'step-skipped':
        this.#end(event.address)
        break
      case 'run-ended':
        this.#phase = 'idle'
        this.#running.clear()
        break
      case 'notice':
      case 'step-recovered':
      case 'output-line':
      case 'stopping':
        break
      default:
        event satisfies never
    }
  }

  #begin(phase: 'planning' | 'running', total: number, nowMs: number): void {
    this.#running.clear()
    this.#phase = phase
    this.#startedMs = nowMs
    this.#total = total
    this.#done = 0
    this.#failed = 0
  }

  #startStep({ address, action, attempt }: Extract<GenesisEvent, { type: 'step-started' }>, nowMs: number): void {
    const sinceMs = this.#running.get(address)?.sinceMs ?? nowMs
    const again = attempt > 1 ? ` (attempt ${attempt})` : ''
    this.#start({ address, doing: `${actionWords[action].doing}${again}`, sinceMs, message: null })
  }

  #start(item: RunningItem): void {
    this.#running.set(item.address, item)
  }

  #say(address: string, message: string): void {
    const item = this.#running.get(address)
    if (item !== undefined) this.#running.set(address, { ...item, message })
  }

  #end(address: string): void {
    this.#running.delete(address)
    this.#done++
  }
}
