import { structuredPatch } from 'diff'

/** One line of a text diff. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** A stretch of changed lines with some unchanged ones around it; line numbers count from 1. */
export interface DiffHunk {
  readonly beforeLine: number
  readonly afterLine: number
  readonly lines: readonly DiffLine[]
}

/** How two texts differ; `too-different` when a line diff would be longer than anybody reads or takes too long to find. */
export type TextDiff =
  | { readonly kind: 'hunks'; readonly hunks: readonly DiffHunk[]; readonly newlineAtEnd: { readonly before: boolean; readonly after: boolean } }
  | { readonly kind: 'too-different'; readonly linesBefore: number; readonly linesAfter: number }

/** More single-line edits than this are not looked for: the search takes time quadratic in it. */
const maxEditLength = 500

/** Compares two texts line by line. Equal texts give no hunks. Pure. */
export function diffText(before: string, after: string, options: { readonly context: number } = { context: 3 }): TextDiff {
  const patch = structuredPatch('', '', before, after, undefined, undefined, { context: options.context, maxEditLength })
  if (patch === undefined) return { kind: 'too-different', linesBefore: countLines(before), linesAfter: countLines(after) }
  const hunks = patch.hunks.map((hunk) => ({ beforeLine: hunk.oldStart, afterLine: hunk.newStart, lines: hunk.lines.flatMap(toLine) }))
  return { kind: 'hunks', hunks, newlineAtEnd: { before: before.endsWith('\n'), after: after.endsWith('\n') } }
}

function toLine(line: string): readonly DiffLine[] {
  const text = line.slice(1)
  switch (line[0]) {
    case '+':
      return [{ kind: 'added', text }]
    case '-':
      return [{ kind: 'removed', text }]
    case ' ':
      return [{ kind: 'same', text }]
    default:
      // "\ No newline at end of file": told by `newlineAtEnd`.
      return []
  }
}

function countLines(text: string): number {
  if (text === '') return 0
  const breaks = text.split('\n').length
  return text.endsWith('\n') ? breaks - 1 : breaks
}
