import type { ChosenEnvironment, ChosenEnvironments, EnvironmentsRequest } from '../../coordinator/choose-environments.ts'
import type { Diagnostic } from '../../events/diagnostic.ts'
import { ExitCode } from '../../events/exit-code.ts'
import type { ApplyOptions } from '../apply-options.ts'
import { ApplyingEach } from '../applying-each.ts'
import type { CliContext } from '../cli-context.ts'
import { combinedExitCode } from '../combined-exit-code.ts'
import { heldOnes } from '../held-ones.ts'
import { notApproved } from '../not-approved.ts'
import { amongOthers, hasChanges, planEach, releaseEach, type EnvironmentPlan } from '../plan-each.ts'
import { refuse } from '../refuse.ts'
import { environmentsQuestion } from '../render/approval-question.ts'
import { listText } from '../render/counted.ts'
import { appliesDocument } from '../render/environments-documents.ts'
import { environmentOutcomes } from '../render/environment-outcomes.ts'
import { writeJson } from '../write-json.ts'
import { writePlans } from './plan-environments.ts'

/** Shows the plans of several environments, asks once, and applies them one after the other. */
export async function applyEnvironments(context: CliContext, options: ApplyOptions, request: Omit<EnvironmentsRequest, 'mode'>): Promise<ExitCode> {
  const { mode, dryRun, allowEmpty } = options
  const found = await context.coordinator.chooseEnvironments({ ...request, mode })
  if (!found.ok) return refuse(context, found.diagnostics, found.exitCode)
  const { chosen } = found.value
  const guarded = dryRun ? [] : protectedOnes(chosen, mode)
  if (guarded.length > 0) return refuse(context, guarded, ExitCode.approvalNeeded)
  const { plans, diagnostics, exitCode } = await planEach(context, chosen, { mode, allowEmpty, toApply: !dryRun })
  await context.finishProgress()
  const each = new ApplyingEach(context, options, plans)
  try {
    if (exitCode !== null) return refuse(context, diagnostics, exitCode)
    const held = dryRun ? null : heldOnes(diagnostics)
    if (held !== null) return refuse(context, held, ExitCode.locked)
    context.showDiagnostics(diagnostics, null)
    return await approveAndApply(context, { options, plans, found: found.value, each })
  } finally {
    await releaseEach(context, each.plans)
  }
}

interface Prepared {
  readonly options: ApplyOptions
  readonly plans: readonly EnvironmentPlan[]
  readonly found: ChosenEnvironments
  readonly each: ApplyingEach
}

async function approveAndApply(context: CliContext, { options, plans, found, each }: Prepared): Promise<ExitCode> {
  const nothing = !plans.some(hasChanges)
  if (context.output === 'text' || nothing || options.dryRun) await writePlans(context, plans, found)
  if (nothing || options.dryRun) return ExitCode.success
  if (!options.yes) {
    const answer = await context.ask(environmentsQuestion(options.mode, plans.map(amongOthers)))
    if (answer.kind !== 'typed' || answer.text !== 'yes')
      return notApproved(context, answer, 'give --yes, or apply one environment after the other from saved plans')
  }
  const outcomes = await each.run()
  const exitCode = combinedExitCode(outcomes.map((one) => ({ exitCode: one.exitCode, didSomething: (one.run?.counts.succeeded ?? 0) > 0 })))
  if (context.output === 'text') context.out.write(environmentOutcomes(outcomes, context.out))
  else writeJson(context, appliesDocument(outcomes, found.skipped, exitCode))
  return exitCode
}

/** What is protected takes only a saved plan, and nothing else is begun before that is cleared. */
function protectedOnes(chosen: readonly ChosenEnvironment[], mode: 'apply' | 'destroy'): readonly Diagnostic[] {
  const open = chosen.filter(({ isProtected }) => !isProtected).map(({ name }) => name)
  return chosen.flatMap(({ name, isProtected }): readonly Diagnostic[] => {
    if (!isProtected) return []
    const others = open.length === 0 ? '' : `; ${open.length === 1 ? 'the other one' : 'the others'} by name: genesis ${mode} ${open.join(',')}`
    const hint = `genesis plan ${name}${mode === 'destroy' ? ' --destroy' : ''} --out ${name}.plan, read it, then genesis apply ${name}.plan${others}`
    const message = `${name} is protected: it takes only a saved plan, so nothing is done in ${listText(chosen.map((one) => one.name))}`
    return [{ code: 'confirmation-needed', severity: 'error', message, hint }]
  })
}
