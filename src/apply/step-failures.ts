import type { Diagnostic } from '../events/diagnostic.ts'
import type { Failure } from '../events/outcome.ts'
import type { EvaluationFailure } from '../expressions/expression.ts'

/** Mistakes that came up only while a step ran, as its failure: message by message, each with its place. */
export function diagnosticFailure(summary: string, diagnostics: readonly Diagnostic[] | null): Failure {
  const lines = (diagnostics ?? []).map((diagnostic) => `${place(diagnostic.at)}${diagnostic.message}`)
  const hint = diagnostics?.find((diagnostic) => diagnostic.hint !== undefined)?.hint
  return { reason: 'refused', message: [summary, ...lines].join('\n'), ...(hint === undefined ? {} : { hint }), transient: false, indeterminate: false }
}

/** Expressions that failed once their inputs were known. */
export function evaluationFailure(failures: readonly EvaluationFailure[]): Failure {
  const lines = failures.map((failure) => `${place(failure.at)}${failure.message}`)
  const hint = failures.find((failure) => failure.hint !== undefined)?.hint
  return { reason: 'evaluation-failed', message: lines.join('\n'), ...(hint === undefined ? {} : { hint }), transient: false, indeterminate: false }
}

function place(at: Diagnostic['at']): string {
  return at === undefined ? '' : `${at.file}:${at.start.line}:${at.start.column}: `
}
