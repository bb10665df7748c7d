import type { PreparedPlan } from '../../apply/prepared-plan.ts'
import type { Diagnostic } from '../../events/diagnostic.ts'
import { ExitCode } from '../../events/exit-code.ts'
import type { Result } from '../../coordinator/result.ts'
import { shellWords } from '../../plan/shell-words.ts'
import { absolutePath } from '../absolute-path.ts'
import type { ApplyOptions } from '../apply-options.ts'
import { selectionOf } from '../selection-of.ts'
import type { CliContext } from '../cli-context.ts'
import { holdsFor } from '../holds-for.ts'
import { heldOnes } from '../held-ones.ts'
import { notApproved } from '../not-approved.ts'
import { readPositionals, singleEnvironment } from '../positionals.ts'
import { refuse } from '../refuse.ts'
import { refuseChoice } from '../refuse-choice.ts'
import { approvalQuestion } from '../render/approval-question.ts'
import { runExitCode } from '../run-exit-code.ts'
import { showPlan } from '../show-plan.ts'
import { showRun } from '../show-run.ts'
import { isToBeTakenBack, takeBack } from '../take-back.ts'
import { applyEnvironments } from './apply-environments.ts'

/** How a plan is approved and applied. */
export type ApprovalOptions = Pick<ApplyOptions, 'yes' | 'dryRun' | 'confirm' | 'allowDestroy' | 'concurrency' | 'onFailure' | 'releaseHold'>

/** Shows the plan, asks, applies it. A word that names a file is a saved plan. */
export async function applyCommand(context: CliContext, options: ApplyOptions): Promise<ExitCode> {
  const saved = savedPlanPath(context, options)
  if (saved !== null && options.set.length > 0) return refuse(context, [setOverPlan(options)])
  if (saved !== null) return applyOpened(context, options, { opened: await context.coordinator.openPlan(saved, { toApply: !options.dryRun }), saved: true })
  const { mode, allowEmpty, dryRun, selecting, words } = options
  const choice = readPositionals(words, { environment: context.environment, all: selecting.all }, mode)
  if (!choice.ok) return refuseChoice(context, choice)
  const { environments, targets } = choice.chosen
  const selection = selectionOf(targets, selecting)
  if (!selection.ok) return refuse(context, selection.diagnostics)
  const environment = singleEnvironment(choice.chosen)
  if (environment === null) return applyEnvironments(context, options, { environments, selection: selection.value })
  const opened = await context.coordinator.plan({ environment, selection: selection.value, mode, allowEmpty, toApply: !dryRun })
  return applyOpened(context, options, { opened, saved: false })
}

/** Shows a plan that was made or opened, asks, applies it, and drops what it left. */
export async function applyOpened(
  context: CliContext,
  options: ApprovalOptions,
  { opened, saved }: { readonly opened: Result<PreparedPlan>; readonly saved: boolean },
): Promise<ExitCode> {
  await context.finishProgress()
  if (!opened.ok) return refuse(context, opened.diagnostics, opened.exitCode)
  try {
    const held = options.dryRun ? null : heldOnes(opened.diagnostics)
    if (held !== null) return refuse(context, held, ExitCode.locked)
    context.showDiagnostics(opened.diagnostics, null)
    return await approveAndApply(context, options, { plan: opened.value, saved })
  } finally {
    await context.coordinator.release(opened.value)
  }
}

function setOverPlan({ words: [path = ''], set }: ApplyOptions): Diagnostic {
  const hint = shellWords(['genesis', 'plan', 'ENVIRONMENT', ...set.flatMap((word) => ['--set', word]), '--out', path])
  return {
    code: 'usage',
    severity: 'error',
    message: `${path} is applied as it was planned: nothing can be set any more`,
    hint: `set it where it is planned: ${hint}`,
  }
}

/** A single word with a dot or a slash that is a file, where no environment was named, is a plan. */
function savedPlanPath(context: CliContext, options: ApplyOptions): string | null {
  const [word] = options.words
  if (options.mode === 'destroy' || word === undefined || options.words.length !== 1) return null
  const path = absolutePath(context.folder, word)
  return context.isFile(path) ? path : null
}

async function approveAndApply(context: CliContext, options: ApprovalOptions, { plan, saved }: { plan: PreparedPlan; saved: boolean }): Promise<ExitCode> {
  const nothing = plan.document.steps.length === 0
  if (context.output === 'text' || nothing || options.dryRun) showPlan(context, plan.document)
  if (nothing && plan.document.blocked.length > 0 && !options.dryRun) return ExitCode.error
  if (nothing || options.dryRun) return ExitCode.success
  const isProtected = plan.document.protected || plan.environment.declaration.protected
  const answer = (isProtected ? options.confirm !== null : options.yes) ? null : await context.ask(approvalQuestion(plan.document, isProtected))
  const typed = answer?.kind === 'typed' ? answer.text : null
  // What a protected environment still wants is said by whoever guards it, all at once.
  if (answer !== null && (answer.kind === 'interrupted' || (!isProtected && typed !== 'yes'))) {
    return notApproved(context, answer, 'give --yes, or save the plan with genesis plan --out FILE and apply that file')
  }
  const { allowDestroy, concurrency, onFailure } = options
  const confirmed = isProtected ? (options.confirm ?? typed) : options.confirm
  const holds = holdsFor(options, answer === null ? null : plan.document)
  const result = await context.coordinator.apply(plan, { confirmed, allowDestroy, saved, concurrency, onFailure, holds })
  await context.finishProgress()
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  if (isToBeTakenBack(plan.document, result.value, onFailure)) return takeBack(context, plan.document, result.value)
  showRun(context)
  return runExitCode(result.value)
}
