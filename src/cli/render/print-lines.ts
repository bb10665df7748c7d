import picocolors from 'picocolors'
import { safeText } from './safe-text.ts'
import { span, type Span, type StyledLine, type Tone } from './styled-line.ts'
import type { TextStyle } from './terminal.ts'
import { textWidth } from './text-width.ts'
import { cutSpans, wrapSpans } from './wrap-spans.ts'

/** Below this many columns nothing is fitted any more: the terminal breaks the lines where it likes. */
const minColumns = 20

/**
 * Sets lines as text, each ended by a line feed. The one place where colour is put in and where text of others is made harmless: the result
 * holds no control character but line feeds and our own colours. Long lines go on in the next row, further in.
 */
export function printLines(lines: readonly StyledLine[], style: TextStyle): string {
  return lines.map((line) => rows(line, style).join('')).join('')
}

/** Sets one line without a line feed, cut to the columns; with the cells it takes. */
export function printCutLine(line: StyledLine, style: TextStyle & { readonly columns: number }): { readonly text: string; readonly width: number } {
  const spans = cutSpans(withIndent(line), Math.max(0, style.columns), style.unicode ? '…' : '...')
  return { text: paint(spans, style.color), width: widthOf(spans) }
}

function rows(line: StyledLine, { columns, color }: TextStyle): readonly string[] {
  const spans = withIndent(line)
  const width = widthOf(spans)
  if (columns === null || columns < minColumns || width <= columns) return [`${paint(spans, color)}\n`]
  const hanging = Math.min(line.indent + 6, Math.floor(columns / 2))
  return wrapSpans(spans, { columns, hanging }).map((row) => `${paint(row, color)}\n`)
}

function widthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + textWidth(text), 0)
}

function withIndent({ indent, spans }: StyledLine): readonly Span[] {
  if (spans.every(({ text }) => text === '')) return []
  const safe = spans.map(({ text, tone }) => ({ text: safeText(text), tone }))
  return indent === 0 ? safe : [span(' '.repeat(indent)), ...safe]
}

function paint(spans: readonly Span[], color: boolean): string {
  return color ? spans.map(({ text, tone }) => (text.trim() === '' ? text : painters[tone](text))).join('') : spans.map(({ text }) => text).join('')
}

const colors = picocolors.createColors(true)

const painters: Readonly<Record<Tone, (text: string) => string>> = {
  plain: (text) => text,
  dim: colors.dim,
  bold: colors.bold,
  added: colors.green,
  changed: colors.yellow,
  removed: colors.red,
  deferred: colors.cyan,
  warning: colors.yellow,
  failed: (text) => colors.bold(colors.red(text)),
}
