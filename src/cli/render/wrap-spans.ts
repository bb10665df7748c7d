import { span, type Span, type Tone } from './styled-line.ts'
import { characterWidth, textWidth } from './text-width.ts'

interface Cell {
  readonly text: string
  readonly width: number
  readonly tone: Tone
}

/**
 * Breaks a line into rows of at most `columns` cells, at a space where one is near, the further rows indented by `hanging`. The spans hold
 * no control characters.
 */
export function wrapSpans(spans: readonly Span[], options: { readonly columns: number; readonly hanging: number }): readonly (readonly Span[])[] {
  const cells = toCells(spans)
  const rows: (readonly Span[])[] = []
  let start = 0
  while (start < cells.length) {
    const indent = rows.length === 0 ? 0 : options.hanging
    const end = rowEnd(cells, start, options.columns - indent)
    const row = toSpans(withoutEnd(cells.slice(start, end), end < cells.length))
    rows.push(indent === 0 ? row : [span(' '.repeat(indent)), ...row])
    start = end
    while (cells[start]?.text === ' ') start++
  }
  return rows
}

/** The first `columns` cells of a line; `ellipsis` stands at the end where something is left out. */
export function cutSpans(spans: readonly Span[], columns: number, ellipsis: string): readonly Span[] {
  if (spans.reduce((sum, { text }) => sum + textWidth(text), 0) <= columns) return spans
  const cells = toCells(spans)
  const end = fitting(cells, 0, columns - textWidth(ellipsis))
  return [...toSpans(cells.slice(0, end)), span(ellipsis.slice(0, columns), 'dim')]
}

function rowEnd(cells: readonly Cell[], start: number, columns: number): number {
  const end = Math.max(fitting(cells, start, columns), start + 1)
  if (end >= cells.length || cells[end]?.text === ' ') return end
  for (let place = end; place > start + (end - start) / 3; place--) if (cells[place - 1]?.text === ' ') return place
  return end
}

/** The space at which a row was broken is not part of it. */
function withoutEnd(cells: readonly Cell[], broken: boolean): readonly Cell[] {
  return broken && cells.at(-1)?.text === ' ' ? cells.slice(0, -1) : cells
}

/** Where the cells end that fit into the columns. */
function fitting(cells: readonly Cell[], start: number, columns: number): number {
  let width = 0
  let end = start
  while (end < cells.length) {
    width += cells[end]?.width ?? 0
    if (width > columns) break
    end++
  }
  return end
}

function toCells(spans: readonly Span[]): readonly Cell[] {
  return spans.flatMap(({ text, tone }) => Array.from(text, (character) => ({ text: character, width: characterWidth(character), tone })))
}

function toSpans(cells: readonly Cell[]): readonly Span[] {
  const spans: { text: string; tone: Tone }[] = []
  for (const { text, tone } of cells) {
    const last = spans.at(-1)
    if (last?.tone === tone) last.text += text
    else spans.push({ text, tone })
  }
  return spans
}
