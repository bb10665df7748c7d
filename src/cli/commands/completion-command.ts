import { ExitCode } from '../../events/exit-code.ts'
import type { CliContext } from '../cli-context.ts'
import { completionScript, type Shell } from '../render/completion-script.ts'

/** Prints the script that completes the command line in a shell. */
export function completionCommand(context: CliContext, shell: Shell): Promise<ExitCode> {
  context.out.write(completionScript(shell))
  return Promise.resolve(ExitCode.success)
}
