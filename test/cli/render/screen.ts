import { characterWidth } from '../../../src/cli/render/text-width.ts'
import type { Terminal } from '../../../src/cli/render/terminal.ts'

/** What a test may set of a screen. */
export interface ScreenOptions {
  readonly columns?: number
  readonly rows?: number
  readonly color?: boolean
  readonly unicode?: boolean
}

/**
 * A terminal that understands what a live view does: line feeds, carriage returns, cursor up, clearing to the end, and colours. Anything else
 * makes `write` throw. Rows that scroll out at the top are kept. When the window becomes narrower, long rows are broken as terminals do.
 */
export class Screen implements Terminal {
  readonly interactive = true
  readonly color: boolean
  readonly unicode: boolean
  columns: number
  rows: number
  /** How often something was written. */
  writes = 0
  #lines: string[] = ['']
  #row = 0
  #column = 0

  constructor({ columns = 80, rows = 24, color = false, unicode = true }: ScreenOptions = {}) {
    this.columns = columns
    this.rows = rows
    this.color = color
    this.unicode = unicode
  }

  write(text: string): void {
    this.writes++
    for (const [token] of text.matchAll(/\u001b\[\d*(?:;\d+)*[A-Za-z]|[^]/gu)) this.#take(token)
  }

  /** Everything that was ever left on the screen, from the top; rows without an end of blanks. */
  get text(): string {
    return this.#lines.map((line) => line.trimEnd()).join('\n')
  }

  resize(columns: number): void {
    const broken = this.#lines.flatMap((line) => (line === '' ? [''] : [...breakLine(line.trimEnd(), columns)]))
    this.columns = columns
    this.#row = broken.length - 1
    this.#lines = broken
    this.#column = 0
  }

  #take(token: string): void {
    if (token === '\n') {
      this.#down()
      return
    }
    if (token === '\r') {
      this.#column = 0
      return
    }
    const up = /^\u001b\[(\d+)A$/.exec(token)
    if (up !== null) {
      // A real terminal stops at its top row.
      const top = Math.max(0, this.#lines.length - this.rows)
      this.#row = Math.max(top, this.#row - Number(up[1]))
      return
    }
    if (token === '\u001b[J') {
      this.#lines.length = this.#row + 1
      this.#lines[this.#row] = (this.#lines[this.#row] ?? '').slice(0, this.#column)
      return
    }
    if (/^\u001b\[\d+m$/.test(token)) return
    if (/\p{Cc}/u.test(token)) throw new Error(`the terminal was sent ${JSON.stringify(token)}`)
    this.#put(token)
  }

  #down(): void {
    this.#row++
    this.#column = 0
    if (this.#row === this.#lines.length) this.#lines.push('')
  }

  #put(character: string): void {
    const width = characterWidth(character)
    if (this.#column + width > this.columns) this.#down()
    const line = this.#lines[this.#row] ?? ''
    this.#lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + character.length)
    this.#column += character.length
  }
}

function* breakLine(line: string, columns: number): Iterable<string> {
  for (let at = 0; at < line.length || at === 0; at += columns) yield line.slice(at, at + columns)
}
