import type { EvaluationFailure } from './expression.ts'
import type { Span } from './syntax.ts'

/** Evaluating a part of an expression came to nothing. An ordinary value of the evaluator: `||`, `&&` and macros may absorb it. */
export class Failed {
  readonly code: EvaluationFailure['code']
  readonly message: string
  readonly hint: string | undefined
  readonly at: Span

  constructor(code: EvaluationFailure['code'], at: Span, message: string, hint?: string) {
    this.code = code
    this.at = at
    this.message = message
    this.hint = hint
  }
}
