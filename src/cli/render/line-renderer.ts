import type { GenesisEvent } from '../../events/event.ts'
import type { Clock } from '../../ports/clock.ts'
import type { EventSink } from '../../ports/event-sink.ts'
import { elapsedText } from './duration-text.ts'
import { listText } from './counted.ts'
import { eventLine } from './event-text.ts'
import { printLines } from './print-lines.ts'
import { RunProgress } from './run-progress.ts'
import { span, styledLine, type StyledLine } from './styled-line.ts'
import type { Terminal } from './terminal.ts'

const heartbeatMs = 60_000

/** What the renderers of events need. */
export interface EventRendererOptions {
  readonly terminal: Terminal
  readonly clock: Clock
  /** Also what programs print, and resources that do not change. */
  readonly verbose: boolean
}

/** Tells events line by line, for logs and pipelines; every minute what still runs. Failures are cut to a line: the summary has their text. */
export class LineRenderer implements EventSink {
  readonly #options: EventRendererOptions
  readonly #progress = new RunProgress()
  readonly #closing = new AbortController()
  readonly #lastMessage = new Map<string, string>()
  #heart: Promise<void> | null = null

  constructor(options: EventRendererOptions) {
    this.#options = options
  }

  emit(event: GenesisEvent): void {
    this.#progress.track(event, this.#options.clock.monotonicMs())
    if (this.#progress.phase !== 'idle' && !this.#closing.signal.aborted) this.#heart ??= this.#beat()
    const line = this.#isRepeated(event) ? null : eventLine(event, this.#options)
    if (line !== null) this.#print(line)
  }

  /** Ends the heartbeat. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#heart
  }

  /** Programs that wait say the same again and again; the heartbeat says that they still do. */
  #isRepeated(event: GenesisEvent): boolean {
    if (event.type !== 'step-progress') return false
    const message = `${event.message} ${event.done ?? ''}`
    if (this.#lastMessage.get(event.address) === message) return true
    this.#lastMessage.set(event.address, message)
    return false
  }

  async #beat(): Promise<void> {
    const { signal } = this.#closing
    const { clock } = this.#options
    await clock.sleep(heartbeatMs, signal)
    while (!signal.aborted) {
      this.#tellRunning(clock.monotonicMs())
      await clock.sleep(heartbeatMs, signal)
    }
  }

  #tellRunning(nowMs: number): void {
    const { running, counts } = this.#progress
    if (running.length === 0) return
    const names = running.map(({ address, doing, sinceMs }) => `${address} (${doing}, ${elapsedText(nowMs - sinceMs)})`)
    const waiting = counts.waiting > 0 ? `; ${counts.waiting} waiting` : ''
    this.#print(styledLine(0, span(`still running: ${listText(names)}${waiting}`, 'dim')))
  }

  #print(line: StyledLine): void {
    this.#options.terminal.write(printLines([line], this.#options.terminal))
  }
}
