import type { GenesisEvent } from '../../events/event.ts'
import type { EventSink } from '../../ports/event-sink.ts'
import { eventLine } from './event-text.ts'
import type { EventRendererOptions } from './line-renderer.ts'
import { liveFrame } from './live-frame.ts'
import { printCutLine, printLines } from './print-lines.ts'
import { RunProgress } from './run-progress.ts'
import type { StyledLine } from './styled-line.ts'
import type { TextStyle } from './terminal.ts'

/** Between two drawings at least. */
const frameMs = 100
/** What is taken for the width of a terminal that does not tell it. */
const usualColumns = 80

/**
 * Shows what goes on in a block at the bottom of a terminal, drawn at most ten times a second; what has ended scrolls by above it. It moves
 * the cursor up over its own block and clears from there, nothing else. `close` takes the block away.
 */
export class LiveView implements EventSink {
  readonly #options: EventRendererOptions
  readonly #progress = new RunProgress()
  readonly #closing = new AbortController()
  #ended: StyledLine[] = []
  /** The block on the screen: its text, and the cells of each line. */
  #drawn: { readonly text: string; readonly widths: readonly number[] } = { text: '', widths: [] }
  #drawing: Promise<void> | null = null

  constructor(options: EventRendererOptions) {
    this.#options = options
  }

  emit(event: GenesisEvent): void {
    this.#progress.track(event, this.#options.clock.monotonicMs())
    const line = scrollsBy(event) ? eventLine(event, this.#options) : null
    if (line !== null) this.#ended.push(line)
    if (this.#closing.signal.aborted) this.#redraw([])
    else this.#drawing ??= this.#keepDrawing()
  }

  /** Takes the block away, leaving what has ended; the cursor stands at the start of an empty line. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return
    this.#closing.abort()
    this.#redraw([])
    await this.#drawing
  }

  async #keepDrawing(): Promise<void> {
    const { signal } = this.#closing
    const { clock, terminal } = this.#options
    while (!signal.aborted) {
      const { rows, unicode } = terminal
      this.#redraw(liveFrame(this.#progress, { nowMs: clock.monotonicMs(), columns: this.#columns, rows, unicode }))
      await clock.sleep(frameMs, signal)
    }
  }

  get #columns(): number {
    return Math.max(1, this.#options.terminal.columns ?? usualColumns)
  }

  #redraw(frame: readonly StyledLine[]): void {
    const { color, unicode } = this.#options.terminal
    const style: TextStyle = { columns: this.#columns, color, unicode }
    // One cell stays free: in the last one, terminals differ in when they go to the next row.
    const lines = frame.map((line) => printCutLine(line, { color, unicode, columns: this.#columns - 1 }))
    const text = lines.map((line) => `${line.text}\n`).join('')
    if (this.#ended.length === 0 && text === this.#drawn.text) return
    const ended = printLines(this.#ended, style)
    this.#ended = []
    this.#options.terminal.write(`${this.#erase()}${ended}${text}`)
    this.#drawn = { text, widths: lines.map(({ width }) => width) }
  }

  /** A window that became narrower has broken the lines of the block into more rows. */
  #erase(): string {
    const rows = this.#drawn.widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / this.#columns)), 0)
    return rows === 0 ? '' : `\r\u001b[${rows}A\u001b[J`
  }
}

/** The block shows what is planned and what runs; all else is told above it. */
function scrollsBy(event: GenesisEvent): boolean {
  switch (event.type) {
    case 'planning-started':
    case 'resource-planning':
    case 'resource-planned':
    case 'run-started':
    case 'step-started':
    case 'step-progress':
    case 'run-ended':
      return false
    case 'notice':
    case 'step-retrying':
    case 'step-succeeded':
    case 'step-failed':
    case 'step-skipped':
    case 'step-recovered':
    case 'output-line':
    case 'stopping':
      return true
    default:
      return event satisfies never
  }
}
