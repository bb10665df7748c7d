import type { Diagnostic } from '../events/diagnostic.ts'
import type { SelectorWord } from './selector.ts'

/** What is wrong with a selector. */
export interface SelectorProblem {
  readonly message: string
  readonly hint: string
  /** `usage` unless said otherwise. */
  readonly code?: 'unknown-label'
}

/** A mistake in a selector, shown with a caret below it: the option stands for the file, the text for its only line. */
export function selectorProblem(text: string, { start, end }: Pick<SelectorWord, 'start' | 'end'>, problem: SelectorProblem): Diagnostic {
  const { message, hint, code = 'usage' } = problem
  const position = (offset: number) => ({ line: 1, column: offset + 1, offset })
  const at = { file: '--selector', start: position(start), end: position(Math.max(end, start + 1)) }
  return { code, severity: 'error', message, hint, at, details: { snippet: text } }
}
