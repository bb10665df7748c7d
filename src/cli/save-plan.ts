import type { PreparedPlan } from '../apply/prepared-plan.ts'
import { ExitCode } from '../events/exit-code.ts'
import { isForPrograms, type CliContext } from './cli-context.ts'
import { declaredWaits } from './declared-waits.ts'
import { refuse } from './refuse.ts'
import { say } from './say.ts'
import { writePlan } from './write-plan.ts'

/** Where a plan is saved, and how somebody wrote that. */
export interface SavedTo {
  readonly path: string
  readonly said: string
}

/** Shows a plan, saves it where it is to be saved, and drops what it left. */
export async function savePlan(context: CliContext, plan: PreparedPlan, to: SavedTo | null): Promise<ExitCode> {
  const { coordinator } = context
  try {
    const saved = to === null ? null : await coordinator.savePlan(plan, to.path)
    if (saved?.ok === false) return refuse(context, saved.diagnostics, saved.exitCode)
    await writePlan(context, plan.document, declaredWaits(plan))
    if (to !== null && !isForPrograms(context.output)) say(context.err, ...savedNote(plan, to.said))
    return ExitCode.success
  } finally {
    await coordinator.release(plan)
  }
}

function savedNote({ document }: PreparedPlan, path: string): readonly string[] {
  if (document.observed) return ['', `Saved to ${path}. It is there to be read: ${document.environment} is only observed.`]
  return ['', `Saved to ${path}. Apply exactly this plan with:`, `  genesis apply ${path}`]
}
