import type { ChangeHow } from '../../coordinator.ts'
import { ExitCode } from '../../events/exit-code.ts'
import type { CliContext } from '../cli-context.ts'
import { refuse } from '../refuse.ts'
import { say } from '../say.ts'
import { writeJson } from '../write-json.ts'
import { dryRunNote } from './state-command.ts'

/** Lets an environment go on after a run that did not end by itself. */
export async function unlockCommand(context: CliContext, environment: string, how: ChangeHow): Promise<ExitCode> {
  const result = await context.coordinator.unlock(environment, how)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const run = result.value
  if (context.output !== 'text') writeJson(context, { format_version: '1.0', environment, unlocked: run?.id ?? null, ...dryRunNote(how) })
  else if (run === null) say(context.out, `${environment} is not locked: every run ended.`)
  else if (how.dryRun) say(context.out, `Run ${run.id} of ${environment} would be closed: neither its engine nor a program of it runs any more.`)
  else
    say(
      context.out,
      `${environment} is free: run ${run.id} is closed, and its journal kept. The next apply finds out first what became of the steps that it had begun.`,
    )
  return ExitCode.success
}
