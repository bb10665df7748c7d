import { printLines } from '../print-lines.ts'
import { span, type StyledLine } from '../styled-line.ts'

const leading: Readonly<Record<string, string>> = { '~': '!' }

/** Lines for a `diff` block: the mark of a line goes to its start, where forges colour the line by it. */
export function diffLines(lines: readonly StyledLine[]): string {
  return printLines(lines.map(withMarkFirst), { columns: null, color: false, unicode: true })
}

function withMarkFirst(line: StyledLine): StyledLine {
  const [first, ...rest] = line.spans
  const mark = first === undefined || first.tone === 'plain' || first.tone === 'dim' || first.tone === 'bold' ? null : /^ *([^ ]{1,3}) $/.exec(first.text)
  if (first === undefined || mark === null) return line
  const own = mark[1] ?? ''
  const width = line.indent + first.text.length
  return { indent: 0, spans: [span((leading[own] ?? own).padEnd(width)), ...rest] }
}
