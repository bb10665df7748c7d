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
  /** A cell holds a character with what is set upon it; the second half of a wide one is empty. */
  #lines: string[][] = [[]]
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
    return this.#lines.map((line) => line.join('').trimEnd()).join('\n')
  }

  resize(columns: number): void {
    this.#lines = this.#lines.flatMap((line) => brokenLine(line, columns))
    this.columns = columns
    this.#row = this.#lines.length - 1
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
      this.#lines[this.#row] = this.#cells.slice(0, this.#column)
      return
    }
    if (/^\u001b\[\d+m$/.test(token)) return
    if (/\p{Cc}/u.test(token)) throw new Error(`the terminal was sent ${JSON.stringify(token)}`)
    this.#put(token)
  }

  get #cells(): string[] {
    return this.#lines[this.#row] ?? []
  }

  #down(): void {
    this.#row++
    this.#column = 0
    if (this.#row === this.#lines.length) this.#lines.push([])
  }

  #put(character: string): void {
    const width = characterWidth(character)
    if (width === 0) {
      const last = Math.max(0, this.#column - 1)
      this.#cells[last] = (this.#cells[last] ?? '') + character
      return
    }
    if (this.#column + width > this.columns && this.#column > 0) this.#down()
    this.#cells[this.#column] = character
    if (width === 2) this.#cells[this.#column + 1] = ''
    this.#column += width
  }
}

function brokenLine(line: readonly string[], columns: number): string[][] {
  const end = line.findLastIndex((cell) => cell.trim() !== '') + 1
  const rows = Math.max(1, Math.ceil(end / columns))
  return Array.from({ length: rows }, (_, row) => line.slice(row * columns, Math.min(end, (row + 1) * columns)))
}
