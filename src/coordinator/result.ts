import type { Diagnostic } from '../events/diagnostic.ts'
import { ExitCode } from '../events/exit-code.ts'

/** What a door of the coordinator answers: a value with perhaps some warnings, or why there is none and the exit code for it. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly exitCode: ExitCode; readonly diagnostics: readonly Diagnostic[] }

/** The answer without a value. The exit code follows from what is wrong: a world that did not answer is 1, a wrong input 3. */
export function refused(diagnostics: readonly Diagnostic[], exitCode: ExitCode = exitCodeOf(diagnostics)): Result<never> {
  return { ok: false, exitCode, diagnostics }
}

/** The answer with a value. */
export function answered<T>(value: T, diagnostics: readonly Diagnostic[] = []): Result<T> {
  return { ok: true, value, diagnostics }
}

/** Whether any of them is more than a warning. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error')
}

function exitCodeOf(diagnostics: readonly Diagnostic[]): ExitCode {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error')
  return errors.length > 0 && errors.every(({ code }) => code === 'tool-failed' || code === 'value-unavailable') ? ExitCode.error : ExitCode.invalidInput
}
