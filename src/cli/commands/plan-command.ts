import { ExitCode } from '../../events/exit-code.ts'
import type { PlanOptions } from '../plan-options.ts'
import type { CliContext } from '../cli-context.ts'
import { readPositionals, singleEnvironment } from '../positionals.ts'
import { absolutePath } from '../absolute-path.ts'
import { refuse } from '../refuse.ts'
import { refuseChoice } from '../refuse-choice.ts'
import { savePlan } from '../save-plan.ts'
import { selectionOf } from '../selection-of.ts'
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
  const { out, detailedExitcode } = options
  const code = await savePlan(context, made.value, out === null ? null : { path: absolutePath(context.folder, out), said: out })
  return code === ExitCode.success && detailedExitcode && made.value.document.steps.length > 0 ? ExitCode.changesPresent : code
}
