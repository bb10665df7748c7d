import type { SourceRange } from '../../events/diagnostic.ts'
import { safeText } from './safe-text.ts'
import { characterWidth, textWidth } from './text-width.ts'

/** A line of a file, ready to be printed, and what stands under it. */
export interface Excerpt {
  readonly line: string
  /** The blanks before the carets. */
  readonly before: string
  readonly carets: string
}

/** A character as it is shown. */
interface Cell {
  readonly text: string
  readonly width: number
  /** Where it starts in its line, in UTF-16 units. */
  readonly start: number
}

const tabWidth = 4

/** Longer lines are looked at only this far around the place. */
const nearby = 2000

/** The line that a range begins in, cut around it to `width` cells, with carets below; null when the text has no such place. */
export function excerptLines(text: string, at: SourceRange, width: number): Excerpt | null {
  const { offset } = at.start
  if (offset > text.length) return null
  const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
  const found = text.indexOf('\n', offset)
  const lineEnd = trimmedEnd(text, lineStart, found === -1 ? text.length : found)
  const end = Math.min(Math.max(at.end.offset, offset + 1), Math.max(lineEnd, offset + 1))
  const from = Math.max(lineStart, offset - nearby)
  const cells = cellsOf(text.slice(from, Math.min(lineEnd, offset + nearby)))
  const first = cells.findIndex(({ start }) => from + start >= offset)
  const begin = first === -1 ? cells.length : first
  const after = cells.findIndex(({ start }) => from + start >= end)
  return cut(
    cells,
    { begin, end: Math.max(begin, after === -1 ? cells.length : after) },
    { width, cutBefore: from > lineStart, cutAfter: offset + nearby < lineEnd },
  )
}

function trimmedEnd(text: string, start: number, end: number): number {
  let last = end
  while (last > start && /\s/.test(text[last - 1] ?? '')) last--
  return last
}

function cellsOf(line: string): readonly Cell[] {
  const cells: Cell[] = []
  let column = 0
  let start = 0
  for (const character of line) {
    const text = character === '\t' ? ' '.repeat(tabWidth - (column % tabWidth)) : safeText(character)
    const width = text === character ? characterWidth(character) : textWidth(text)
    cells.push({ text, width, start })
    column += width
    start += character.length
  }
  return cells
}

interface Window {
  readonly width: number
  /** Whether the line goes on beyond the cells. */
  readonly cutBefore: boolean
  readonly cutAfter: boolean
}

function cut(cells: readonly Cell[], marked: { begin: number; end: number }, window: Window): Excerpt {
  let from = 0
  let to = cells.length
  if (window.cutBefore || window.cutAfter || widthOf(cells) > window.width) {
    // A third of the room goes to what stands before the place; one cell at each cut side to the sign that something was left out.
    from = marked.begin
    for (let room = Math.floor(window.width / 3); from > 0 && room >= (cells[from - 1]?.width ?? 0); from--) room -= cells[from - 1]?.width ?? 0
    to = from
    const signs = from > 0 || window.cutBefore ? 2 : 1
    for (let room = window.width - signs; to < cells.length && room >= (cells[to]?.width ?? 0); to++) room -= cells[to]?.width ?? 0
  }
  const left = from > 0 || window.cutBefore ? '…' : ''
  const right = to < cells.length || window.cutAfter ? '…' : ''
  const visible = cells.slice(from, to)
  const before = widthOf(cells.slice(from, marked.begin)) + left.length
  const carets = widthOf(cells.slice(marked.begin, Math.min(marked.end, to)))
  return { line: `${left}${visible.map(({ text }) => text).join('')}${right}`, before: ' '.repeat(before), carets: '^'.repeat(Math.max(1, carets)) }
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0)
}
