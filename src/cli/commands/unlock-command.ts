import { ExitCode } from '../../events/exit-code.ts'
import type { CliContext } from '../cli-context.ts'
import { refuse } from '../refuse.ts'
import { say } from '../say.ts'
import { writeJson } from '../write-json.ts'

/** Lets an environment go on after a run that did not end by itself. */
export async function unlockCommand(context: CliContext, environment: string): Promise<ExitCode> {
  const result = await context.coordinator.unlock(environment)
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  const run = result.value
  if (context.output !== 'text') writeJson(context, { format_version: '1.0', environment, unlocked: run?.id ?? null })
  else if (run === null) say(context.out, `${environment} is not locked: every run ended.`)
  else say(context.out, `${environment} is free: run ${run.id} is closed, and its journal kept. Plan before you apply: what it had begun may be there or not.`)
  return ExitCode.success
}
