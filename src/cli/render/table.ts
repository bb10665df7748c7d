import { safeText } from './safe-text.ts'
import { span, styledLine, type Span, type StyledLine } from './styled-line.ts'
import { padToWidth, textWidth } from './text-width.ts'

/** Columns below headings, each as wide as its widest cell. `null` is a cell with nothing to say: `-`. */
export function tableLines(headings: readonly string[], rows: readonly (readonly (string | Span | null)[])[]): readonly StyledLine[] {
  const cells = rows.map((row) => row.map(toSpan))
  const widths = headings.map((heading, column) => Math.max(textWidth(heading), ...columnWidths(cells, column)))
  const head = headings.map((heading) => span(heading, 'bold'))
  return [head, ...cells].map((row) => styledLine(0, ...row.map((cell, column) => padded(cell, column === row.length - 1 ? 0 : (widths[column] ?? 0) + 2))))
}

function toSpan(cell: string | Span | null): Span {
  const { text, tone } = cell === null ? span('-', 'dim') : typeof cell === 'string' ? span(cell) : cell
  return { text: safeText(text), tone }
}

function padded({ text, tone }: Span, width: number): Span {
  return { text: padToWidth(text, width), tone }
}

/** One by one: a spread of many thousand arguments would not fit the stack. */
function columnWidths(cells: readonly (readonly Span[])[], column: number): readonly number[] {
  return [cells.reduce((widest, row) => Math.max(widest, textWidth(row[column]?.text ?? '')), 0)]
}
