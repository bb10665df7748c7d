import { maxShownDepth } from './compare-sides.ts'
import { childSide, itemsOf, keysOf, shapeOf, type Side } from './diff-side.ts'
import { encodedJson } from './encoded-json.ts'
import { span, styledLine, type Span, type StyledLine } from './styled-line.ts'
import { textWidth } from './text-width.ts'
import { keyText, scalarText, sensitiveText, unknownText } from './value-text.ts'

/** The mark in front of a line of a diff. */
export type Mark = '' | '+' | '-' | '~'

/** Cells that a level of nesting takes; the mark stands in them. */
export const levelWidth = 4

/** Keys longer than this do not push the values of their neighbours to the right. */
const maxAlignedKey = 40

/** How a value is to be shown. */
export interface WholeOptions {
  /** What stands before the value: `key = `. */
  readonly label: string
  readonly level: number
  readonly mark: Mark
  /** The mark of the first line, where it differs: `~`. */
  readonly firstMark?: Mark
  /** After the opening bracket, and after the whole value. */
  readonly opening?: readonly Span[]
  readonly ending?: readonly Span[]
}

/** A line of a diff: the mark right before the text at the level. */
export function markedLine(level: number, mark: string, ...parts: readonly (string | Span)[]): StyledLine {
  return styledLine(level * levelWidth, span(`${mark.padStart(levelWidth - 1)} `, markTone(mark)), ...parts)
}

/** A remark inside a diff: `# (3 unchanged attributes hidden)`. */
export function remarkLine(level: number, text: string): StyledLine {
  return markedLine(level, '', span(`# ${text}`, 'dim'))
}

/** A value on one line: scalars, marks, empty maps and lists. Null for what takes several. */
export function inlineText(side: Side): string | null {
  const shape = shapeOf(side)
  switch (shape) {
    case 'nothing':
      return 'null'
    case 'sensitive':
      return sensitiveText
    case 'unknown':
      return unknownText
    case 'list':
      return itemsOf(side).length === 0 ? '[]' : null
    case 'map':
      return keysOf(side).length === 0 ? '{}' : null
    case 'scalar':
      return isMultiLine(side.value) ? null : scalarText(scalarOf(side))
    default:
      return shape satisfies never
  }
}

/** Whether the value is a text that is better shown line by line. */
export function isMultiLine(value: unknown): value is string {
  return typeof value === 'string' && /\n./.test(value)
}

/** A value as a whole, every line with the same mark. */
export function wholeValue(side: Side, options: WholeOptions): readonly StyledLine[] {
  const { label, level, mark, firstMark = mark, opening = [], ending = [] } = options
  const inline = level > maxShownDepth ? '(nested too deeply to show)' : inlineText(side)
  const encoded = level > maxShownDepth ? null : encodedJson(side)
  if (encoded !== null && inlineText(encoded) === null) return wholeValue(encoded, encodedOptions(options))
  if (inline !== null) return [markedLine(level, firstMark, label, valueSpan(inline), ...opening, ...ending)]
  if (isMultiLine(side.value)) return hereDocument(side.value, options)
  const [open, close] = Array.isArray(side.value) ? ['[', ']'] : ['{', '}']
  return [
    markedLine(level, firstMark, `${label}${open}`, ...opening),
    ...(Array.isArray(side.value) ? wholeItems(side, level + 1, mark) : wholeEntries(side, level + 1, mark)),
    markedLine(level, '', close, ...ending),
  ]
}

/** The options for the value inside of a JSON string. */
export function encodedOptions<Options extends Pick<WholeOptions, 'label' | 'ending'>>(options: Options): Options & { readonly ending: readonly Span[] } {
  return { ...options, label: `${options.label}jsonencode(`, ending: [span(')'), ...(options.ending ?? [])] }
}

/** The entries of a map, every line with the same mark. */
export function wholeEntries(side: Side, level: number, mark: Mark): readonly StyledLine[] {
  const keys = keysOf(side)
  const label = alignedLabels(keys)
  return keys.flatMap((key) => wholeValue(childSide(side, key), { label: label(key), level, mark }))
}

/** Makes labels whose `=` stand below each other. */
export function alignedLabels(keys: readonly string[]): (key: string) => string {
  const widths = keys.map((key) => textWidth(keyText(key))).filter((width) => width <= maxAlignedKey)
  const width = widths.reduce((widest, own) => Math.max(widest, own), 0)
  return (key) => `${keyText(key)}${' '.repeat(Math.max(0, width - textWidth(keyText(key))))} = `
}

/** A value in a line of a diff: what is not really a value stands back. */
export function valueSpan(text: string): Span {
  return span(text, text === unknownText || text === sensitiveText ? 'dim' : 'plain')
}

function wholeItems(side: Side, level: number, mark: Mark): readonly StyledLine[] {
  return itemsOf(side).flatMap((item) => wholeValue(item, { label: '', level, mark, ending: [span(',')] }))
}

function hereDocument(text: string, { label, level, mark, firstMark = mark, opening = [], ending = [] }: WholeOptions): readonly StyledLine[] {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  return [
    markedLine(level, firstMark, `${label}<<-EOT`, ...opening),
    ...body.split('\n').map((line) => markedLine(level + 1, '', line)),
    markedLine(level, '', 'EOT', ...ending),
  ]
}

function scalarOf({ value }: Side): null | boolean | number | string {
  return value === undefined || typeof value === 'object' ? null : value
}

function markTone(mark: string): Span['tone'] {
  if (mark === '+') return 'added'
  if (mark === '-') return 'removed'
  return mark === '~' ? 'changed' : 'plain'
}
