import type { ChosenEnvironments, EnvironmentsRequest } from '../../coordinator/choose-environments.ts'
import type { Diagnostic } from '../../events/diagnostic.ts'
import { ExitCode } from '../../events/exit-code.ts'
import { isForPrograms, type CliContext } from '../cli-context.ts'
import type { PlanOptions } from '../plan-options.ts'
import { amongOthers, hasChanges, planEach, releaseEach, type EnvironmentPlan } from '../plan-each.ts'
import { declaredWaits } from '../declared-waits.ts'
import { refuse } from '../refuse.ts'
import { plansDocument } from '../render/environments-documents.ts'
import { environmentsTotal, totalTexts } from '../render/environments-total.ts'
import { escapeMarkup } from '../render/html/escape-markup.ts'
import { planMarkdown } from '../render/markdown/plan-markdown.ts'
import { showPlan } from '../show-plan.ts'
import { writeJson } from '../write-json.ts'
import { writePage } from '../write-plan.ts'

/** Forges cut comments at 65,536 characters; the plans share what is left of it. */
const markdownLength = 60_000

/** Shows what apply would do in several environments, one plan after the other, and all of it added up. */
export async function planEnvironments(context: CliContext, options: PlanOptions, request: Omit<EnvironmentsRequest, 'mode'>): Promise<ExitCode> {
  const { out } = options
  if (out !== null) return refuse(context, [oneInAFile(out)])
  const { coordinator } = context
  const mode = options.destroy ? 'destroy' : 'apply'
  const found = await coordinator.chooseEnvironments({ ...request, mode })
  if (!found.ok) return refuse(context, found.diagnostics, found.exitCode)
  const { plans, diagnostics, exitCode } = await planEach(context, found.value.chosen, { mode, allowEmpty: options.allowEmpty })
  await context.finishProgress()
  await releaseEach(context, plans)
  const isJson = isForPrograms(context.output)
  // What could be planned is of use to people even where something could not; a program gets all or nothing.
  if (exitCode === null || !isJson) await writePlans(context, plans, exitCode === null ? found.value : { chosen: [], skipped: [] })
  if (exitCode !== null) return refuse(context, diagnostics, exitCode)
  context.showDiagnostics(diagnostics, null)
  return options.detailedExitcode && plans.some(hasChanges) ? ExitCode.changesPresent : ExitCode.success
}

/** Writes the plans in the form that was asked for. The total is only written where all environments are planned. */
export async function writePlans(
  context: Pick<CliContext, 'out' | 'output' | 'verbose' | 'table'>,
  plans: readonly EnvironmentPlan[],
  { chosen, skipped }: ChosenEnvironments,
): Promise<void> {
  const all = plans.map(amongOthers)
  const documents = all.flatMap(({ document }) => (document === null ? [] : [document]))
  if (isForPrograms(context.output)) {
    writeJson(context, plansDocument(all, skipped))
    return
  }
  const isWhole = chosen.length > 0
  if (context.output === 'markdown') {
    const parts = documents.map((document) => planMarkdown(document, { length: Math.floor(markdownLength / documents.length) }))
    const total = isWhole ? totalTexts(all, skipped).map((text) => `<p>${escapeMarkup(text)}</p>\n`) : []
    context.out.write([...total, ...parts].join('\n'))
    return
  }
  if (context.output === 'html') {
    const drawn = plans.flatMap(({ plan }) => (plan === null ? [] : [{ document: plan.document, waits: declaredWaits(plan) }]))
    return writePage(context, drawn, isWhole ? totalTexts(all, skipped) : [])
  }
  for (const document of documents) {
    showPlan(context, document)
    context.out.write('\n')
  }
  if (isWhole) context.out.write(environmentsTotal(all, skipped, context.out))
}

function oneInAFile(out: string): Diagnostic {
  const message = `a saved plan is applied exactly as it is, so ${out} can hold that of one environment alone`
  const hint = 'save one after the other: what reads another environment is planned once that is applied'
  return { code: 'usage', severity: 'error', message, hint }
}
