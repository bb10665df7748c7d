import type { Diagnostic } from '../events/diagnostic.ts'
import { ExitCode } from '../events/exit-code.ts'
import type { CliContext } from './cli-context.ts'

/** Shows why a command does not do what it was asked, and gives its exit code. */
export function refuse(context: Pick<CliContext, 'showDiagnostics'>, diagnostics: readonly Diagnostic[], exitCode: ExitCode = ExitCode.invalidInput): ExitCode {
  context.showDiagnostics(diagnostics, exitCode)
  return exitCode
}
