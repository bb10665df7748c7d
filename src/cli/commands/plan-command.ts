import type { PreparedPlan } from '../../apply/prepared-plan.ts'
import { ExitCode } from '../../events/exit-code.ts'
import type { PlanOptions } from '../plan-options.ts'
import { isForPrograms, type CliContext } from '../cli-context.ts'
import { readPositionals, singleEnvironment } from '../positionals.ts'
import { absolutePath } from '../absolute-path.ts'
import { declaredWaits } from '../declared-waits.ts'
import { refuse } from '../refuse.ts'
import { refuseChoice } from '../refuse-choice.ts'
import { say } from '../say.ts'
import { selectionOf } from '../selection-of.ts'
import { writePlan } from '../write-plan.ts'
import { planEnvironments } from './plan-environments.ts'

/** Shows what apply would do, and saves it when asked to. */
export async function planCommand(context: CliContext, options: PlanOptions): Promise<ExitCode> {
  const choice = readPositionals(options.words, { environment: context.environment, all: options.selecting.all }, 'plan')
  if (!choice.ok) return refuseChoice(context, choice)
  const { environments, targets } = choice.chosen
  const selection = selectionOf(targets, options.selecting)
  if (!selection.ok) return refuse(context, selection.diagnostics)
  const environment = singleEnvironment(choice.chosen)
  if (environment === null) return planEnvironments(context, options, { environments, selection: selection.value })
  const { coordinator } = context
  const mode = options.destroy ? 'destroy' : 'apply'
  const made = await coordinator.plan({ environment, selection: selection.value, mode, allowEmpty: options.allowEmpty })
  await context.finishProgress()
  if (!made.ok) return refuse(context, made.diagnostics, made.exitCode)
  context.showDiagnostics(made.diagnostics, null)
  const plan = made.value
  if (options.out !== null) {
    const path = absolutePath(context.folder, options.out)
    const saved = await coordinator.savePlan(plan, path)
    if (!saved.ok) {
      await coordinator.release(plan)
      return refuse(context, saved.diagnostics, saved.exitCode)
    }
  }
  await writePlan(context, plan.document, declaredWaits(plan))
  if (options.out !== null && !isForPrograms(context.output)) say(context.err, ...savedNote(plan, options.out))
  await coordinator.release(plan)
  return options.detailedExitcode && plan.document.steps.length > 0 ? ExitCode.changesPresent : ExitCode.success
}

function savedNote({ document }: PreparedPlan, path: string): readonly string[] {
  if (document.observed) return ['', `Saved to ${path}. It is there to be read: ${document.environment} is only observed.`]
  return ['', `Saved to ${path}. Apply exactly this plan with:`, `  genesis apply ${path}`]
}
