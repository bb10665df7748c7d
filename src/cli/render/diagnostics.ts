import pc from 'picocolors'
import type { Diagnostic, SourceRange } from '../../events/diagnostic.ts'
import { counted } from './counted.ts'
import { safeText } from './safe-text.ts'
import { excerptLines } from './source-excerpt.ts'

/** How diagnostics are shown. */
export interface DiagnosticStyle {
  /** The text of a file that a diagnostic points at, by its path relative to the project's root. */
  readonly sources: (file: string) => string | undefined
  readonly color: boolean
  /** Cells in a row; lines of source are cut to it. */
  readonly width: number
}

type Colors = ReturnType<typeof pc.createColors>

/** More than this many are counted, not shown. */
const shownAtMost = 50

/**
 * Diagnostics for people: each with its code, its place, the line of source with a caret, related places and the hint; at the end how many
 * there are. Whatever the files hold, no control character comes out. '' for none.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], style: DiagnosticStyle): string {
  if (diagnostics.length === 0) return ''
  const colors = pc.createColors(style.color)
  // Errors must not be crowded out by warnings.
  const urgent = diagnostics.length > shownAtMost ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics
  const shown = (urgent.length > 0 ? urgent : diagnostics).slice(0, shownAtMost)
  const blocks = shown.map((diagnostic) => diagnosticLines(diagnostic, style, colors).join('\n'))
  if (shown.length < diagnostics.length) blocks.push(`… and ${diagnostics.length - shown.length} more`)
  return `${[...blocks, colors.bold(summary(diagnostics))].join('\n\n')}\n`
}

function diagnosticLines(diagnostic: Diagnostic, style: DiagnosticStyle, colors: Colors): readonly string[] {
  const { severity, code, at, hint, related = [], address } = diagnostic
  const paint = severity === 'error' ? colors.red : colors.yellow
  const [first = '', ...more] = diagnostic.message.split('\n').map(safeText)
  const about = address === undefined ? '' : `${safeText(address)}: `
  const margin = marginFor([at, ...related.map((place) => place.at)])
  const indent = ' '.repeat(margin)
  return [
    `${paint(colors.bold(`${severity}[${code}]`))}${colors.bold(`: ${about}${first}`)}`,
    ...more.map((line) => `  ${line}`),
    ...(at === undefined ? [] : placeLines(at, { style, colors, margin, paint }, quotedLine(diagnostic))),
    ...related.flatMap((place) => [
      `${indent} ${colors.cyan('=')} ${safeText(place.message)}`,
      ...placeLines(place.at, { style, colors, margin, paint: colors.cyan }),
    ]),
    ...(hint === undefined ? [] : hintLines(hint, indent, colors)),
  ]
}

function hintLines(hint: string, indent: string, colors: Colors): readonly string[] {
  const [first = '', ...more] = hint.split('\n').map(safeText)
  return [`${indent} ${colors.cyan('=')} ${colors.bold('hint')}: ${first}`, ...more.map((line) => `${indent}         ${line}`)]
}

interface PlaceStyle {
  readonly style: DiagnosticStyle
  readonly colors: Colors
  /** Cells for line numbers. */
  readonly margin: number
  readonly paint: (text: string) => string
}

/** The line that a tool quotes itself from a file that nobody has read here. */
function quotedLine({ details }: Diagnostic): string | null {
  const snippet = details?.['snippet']
  return typeof snippet === 'string' ? (snippet.split('\n')[0] ?? null) : null
}

function placeLines(at: SourceRange, { style, colors, margin, paint }: PlaceStyle, quoted: string | null = null): readonly string[] {
  const indent = ' '.repeat(margin)
  const bar = colors.cyan('|')
  const head = `${indent}${colors.cyan('-->')} ${safeText(at.file)}:${at.start.line}:${at.start.column}`
  const text = style.sources(at.file)
  const width = Math.max(20, style.width - margin - 3)
  const excerpt = text !== undefined ? excerptLines(text, at, width) : quoted === null ? null : excerptLines(quoted, withinLine(at), width)
  if (excerpt === null) return [head]
  const number = colors.cyan(String(at.start.line).padStart(margin))
  const source = excerpt.line === '' ? `${number} ${bar}` : `${number} ${bar} ${excerpt.line}`
  return [head, `${indent} ${bar}`, source, `${indent} ${bar} ${excerpt.before}${paint(excerpt.carets)}`]
}

/** The same place in a text that holds its first line alone. */
function withinLine({ file, start, end }: SourceRange): SourceRange {
  const from = { ...start, offset: start.column - 1 }
  return { file, start: from, end: end.line === start.line ? { ...end, offset: end.column - 1 } : { ...end, offset: Number.MAX_SAFE_INTEGER } }
}

function marginFor(places: readonly (SourceRange | undefined)[]): number {
  return Math.max(...places.map((place) => String(place?.start.line ?? 0).length))
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const warnings = diagnostics.length - errors
  // An option of the command line is no file.
  const files = new Set(diagnostics.flatMap(({ at }) => (at === undefined || at.file.startsWith('--') ? [] : [at.file]))).size
  const counts = [...(errors > 0 ? [counted(errors, 'error')] : []), ...(warnings > 0 ? [counted(warnings, 'warning')] : [])].join(', ')
  return files === 0 ? counts : `${counts} in ${counted(files, 'file')}`
}
