import { ExitCode } from '../events/exit-code.ts'
import type { Answer } from '../ports/ask.ts'
import type { CliContext } from './cli-context.ts'
import { refuse } from './refuse.ts'

/** Says that nothing is applied because nobody said yes, and gives the exit code for it. `otherwise`: what to do where nobody can be asked. */
export function notApproved(context: Pick<CliContext, 'err' | 'showDiagnostics'>, answer: Answer, otherwise: string): ExitCode {
  if (answer.kind === 'interrupted') {
    context.err.write('\nInterrupted: nothing was changed.\n')
    return refuse(context, [], ExitCode.interrupted)
  }
  const asked = answer.kind === 'typed'
  const message = asked ? 'not applied: the answer was not "yes"' : 'the plan was not applied: nobody is there to approve it'
  const hint = asked ? 'nothing was changed' : otherwise
  return refuse(context, [{ code: 'confirmation-needed', severity: 'error', message, hint }], ExitCode.approvalNeeded)
}
