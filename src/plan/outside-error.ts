import type { Diagnostic } from '../events/diagnostic.ts'
import type { Failure } from '../events/outcome.ts'

/** Thrown where something that comes from outside could not be had: the world failed, and a program that needs it cannot be started. */
export class OutsideError extends Error {
  override readonly name = 'OutsideError'
  /** At least one, without secrets. */
  readonly diagnostics: readonly Diagnostic[]
  /** Whether it was stopped on request. */
  readonly interrupted: boolean

  constructor(diagnostics: readonly Diagnostic[], options: { readonly interrupted: boolean }) {
    super(diagnostics.map(({ message }) => message).join('\n'))
    this.diagnostics = diagnostics
    this.interrupted = options.interrupted
  }
}

/** The error as the failure of a step that had not begun to act. */
export function outsideFailure({ diagnostics, interrupted }: OutsideError): Failure {
  const lines = diagnostics.map(({ message, at }) => (at === undefined ? message : `${at.file}:${at.start.line}:${at.start.column}: ${message}`))
  const hint = diagnostics.find((one) => one.hint !== undefined)?.hint
  const reason = interrupted ? 'interrupted' : 'value-unavailable'
  return { reason, message: lines.join('\n'), ...(hint === undefined ? {} : { hint }), transient: false, indeterminate: false }
}
