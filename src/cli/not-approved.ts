import { ExitCode } from '../events/exit-code.ts'
import type { Answer } from '../ports/ask.ts'
import type { CliContext } from './cli-context.ts'
import { refuse } from './refuse.ts'

/** Says that nothing is applied because nobody said yes, and gives the exit code for it. */
export function notApproved(context: Pick<CliContext, 'err' | 'showDiagnostics'>, answer: Answer): ExitCode {
  if (answer.kind === 'interrupted') {
    context.err.write('\nInterrupted: nothing was changed.\n')
    return refuse(context, [], ExitCode.interrupted)
  }
  const asked = answer.kind === 'typed'
  const message = asked ? 'not applied: the answer was not "yes"' : 'the plan was not applied: nobody is there to approve it'
  const hint = asked ? 'nothing was changed' : 'give --yes, or save the plan with genesis plan --out FILE and apply that file'
  return refuse(context, [{ code: 'confirmation-needed', severity: 'error', message, hint }], ExitCode.approvalNeeded)
}
