import { diffText, type DiffHunk, type DiffLine } from '../../plan/text-diff.ts'
import { counted } from './counted.ts'
import type { StyledLine } from './styled-line.ts'
import { markedLine, remarkLine } from './whole-value.ts'

/** The lines between `<<-EOT` and `EOT` for a text that changes: a unified diff, with the unchanged lines left out said. */
export function multiLineDiff(before: string, after: string, level: number): readonly StyledLine[] {
  const diff = diffText(before, after)
  if (diff.kind === 'too-different') return replacedText(before, after, level)
  const lines: StyledLine[] = []
  let next = 1
  for (const hunk of diff.hunks) {
    lines.push(...hiddenLines(hunk.beforeLine - next, level), ...hunk.lines.map((line) => diffLine(line, level)))
    next = hunk.beforeLine + linesBefore(hunk)
  }
  lines.push(...hiddenLines(textLines(before).length + 1 - next, level))
  const { newlineAtEnd } = diff
  if (newlineAtEnd.before !== newlineAtEnd.after) lines.push(remarkLine(level, `(${newlineAtEnd.after ? 'with' : 'without'} a line end at the end)`))
  return lines
}

function diffLine({ kind, text }: DiffLine, level: number): StyledLine {
  switch (kind) {
    case 'same':
      return markedLine(level, '', text)
    case 'added':
      return markedLine(level, '+', visibleEnd(text))
    case 'removed':
      return markedLine(level, '-', visibleEnd(text))
    default:
      return kind satisfies never
  }
}

/** A space at the end of a changed line is often what changed: it is made visible. */
function visibleEnd(text: string): string {
  return text.endsWith(' ') ? `${text.slice(0, -1)}\\u{20}` : text
}

function replacedText(before: string, after: string, level: number): readonly StyledLine[] {
  return [
    ...textLines(before).map((text) => diffLine({ kind: 'removed', text }, level)),
    ...textLines(after).map((text) => diffLine({ kind: 'added', text }, level)),
  ]
}

function hiddenLines(count: number, level: number): readonly StyledLine[] {
  return count > 0 ? [remarkLine(level, `(${counted(count, 'unchanged line')} hidden)`)] : []
}

function linesBefore(hunk: DiffHunk): number {
  return hunk.lines.filter(({ kind }) => kind !== 'added').length
}

function textLines(text: string): readonly string[] {
  return text === '' ? [] : (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
}
