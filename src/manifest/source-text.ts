import type { Position, SourceRange } from '../events/diagnostic.ts'

/** The text of a file, in which offsets can be turned into lines and columns. Lines are counted when the first place is asked for. */
export class SourceText {
  readonly file: string
  readonly text: string
  private lineStarts: readonly number[] | null = null

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
  }

  /** Line and column of an offset; offsets outside of the text are taken for its nearest end. */
  position(offset: number): Position {
    const inside = Math.max(0, Math.min(offset, this.text.length))
    const starts = (this.lineStarts ??= findLineStarts(this.text))
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= inside) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: inside - (starts[low] ?? 0) + 1, offset: inside }
  }

  range(start: number, end: number): SourceRange {
    return { file: this.file, start: this.position(start), end: this.position(Math.max(start, end)) }
  }

  /** The line that an offset is in, without its line end. */
  lineAt(offset: number): string {
    const start = offset === 0 ? 0 : this.text.lastIndexOf('\n', offset - 1) + 1
    const end = this.text.indexOf('\n', offset)
    return this.text.slice(start, end === -1 ? undefined : end)
  }
}

function findLineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
