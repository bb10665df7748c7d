import type { PreparedPlan } from '../../apply/prepared-plan.ts'
import { ExitCode } from '../../events/exit-code.ts'
import type { Diagnostic } from '../../events/diagnostic.ts'
import type { Result } from '../../coordinator/result.ts'
import { absolutePath } from '../absolute-path.ts'
import type { SelectingOptions } from '../add-selecting.ts'
import { selectionOf } from '../selection-of.ts'
import type { CliContext } from '../cli-context.ts'
import { readPositionals } from '../positionals.ts'
import { refuse } from '../refuse.ts'
import { approvalQuestion } from '../render/approval-question.ts'
import { runExitCode } from '../run-exit-code.ts'
import { showPlan } from '../show-plan.ts'
import { showRun } from '../show-run.ts'

/** The options of `genesis apply` and `genesis destroy`. */
export interface ApplyOptions {
  readonly words: readonly string[]
  readonly mode: 'apply' | 'destroy'
  readonly yes: boolean
  readonly dryRun: boolean
  readonly confirm: string | null
  readonly allowDestroy: boolean
  readonly allowEmpty: boolean
  readonly selecting: SelectingOptions
  readonly concurrency: number | null
  readonly onFailure: 'continue' | 'halt' | null
}

/** Shows the plan, asks, applies it. A word that names a file is a saved plan. */
export async function applyCommand(context: CliContext, options: ApplyOptions): Promise<ExitCode> {
  const saved = await savedPlanPath(context, options)
  const opened = saved === null ? await freshPlan(context, options) : await context.coordinator.openPlan(saved)
  await context.finishProgress()
  if (!opened.ok) return refuse(context, opened.diagnostics, opened.exitCode)
  try {
    const blocked = options.dryRun ? [] : opened.diagnostics.filter(({ code }) => code === 'environment-held' || code === 'run-interrupted')
    // Nobody is asked about a plan that cannot be applied.
    if (blocked.length > 0) return refuse(context, errorsAmong(opened.diagnostics, blocked), ExitCode.locked)
    context.showDiagnostics(opened.diagnostics, null)
    return await approveAndApply(context, options, { plan: opened.value, saved: saved !== null })
  } finally {
    await context.coordinator.release(opened.value)
  }
}

function errorsAmong(diagnostics: readonly Diagnostic[], errors: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => (errors.includes(diagnostic) ? { ...diagnostic, severity: 'error' } : diagnostic))
}

/** A single word with a dot or a slash that is a file, where no environment was named, is a plan. */
async function savedPlanPath(context: CliContext, options: ApplyOptions): Promise<string | null> {
  const [word] = options.words
  if (options.mode === 'destroy' || word === undefined || options.words.length !== 1) return null
  const path = absolutePath(context.folder, word)
  return (await context.isFile(path)) ? path : null
}

async function freshPlan(context: CliContext, options: ApplyOptions): Promise<Result<PreparedPlan>> {
  const choice = readPositionals(options.words, context.environment, options.mode)
  if (!choice.ok) return { ok: false, exitCode: ExitCode.invalidInput, diagnostics: [choice.diagnostic] }
  const { environment, targets } = choice.chosen
  const selection = selectionOf(targets, options.selecting)
  if (!selection.ok) return selection
  const { mode, allowEmpty, dryRun } = options
  return context.coordinator.plan({ environment, selection: selection.value, mode, allowEmpty, toApply: !dryRun })
}

async function approveAndApply(context: CliContext, options: ApplyOptions, { plan, saved }: { plan: PreparedPlan; saved: boolean }): Promise<ExitCode> {
  const nothing = plan.document.steps.length === 0
  if (context.output === 'text' || nothing || options.dryRun) showPlan(context, plan.document)
  if (nothing || options.dryRun) return ExitCode.success
  const approval = await approve(context, options, plan)
  if (approval.kind === 'interrupted') return interrupted(context)
  if (approval.kind === 'refused') return refuse(context, [approval.diagnostic], ExitCode.approvalNeeded)
  const { allowDestroy, concurrency, onFailure } = options
  const { confirmed } = approval
  const result = await context.coordinator.apply(plan, { confirmed, allowDestroy, saved, concurrency, onFailure })
  await context.finishProgress()
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  showRun(context)
  return runExitCode(result.value)
}

/** What became of asking whether a plan is to be applied; `confirmed` is the name that a protected environment asks for. */
type Approval =
  | { readonly kind: 'given'; readonly confirmed: string | null }
  | { readonly kind: 'refused'; readonly diagnostic: Diagnostic }
  | { readonly kind: 'interrupted' }

async function approve(context: CliContext, options: ApplyOptions, { document, environment }: PreparedPlan): Promise<Approval> {
  const isProtected = document.protected || environment.declaration.protected
  if (isProtected ? options.confirm !== null : options.yes) return { kind: 'given', confirmed: options.confirm }
  const answer = await context.ask(approvalQuestion(document, isProtected))
  if (answer.kind === 'interrupted') return answer
  const text = answer.kind === 'typed' ? answer.text : null
  // What a protected environment still wants is said by whoever guards it, all at once.
  if (isProtected || text === 'yes') return { kind: 'given', confirmed: isProtected ? text : options.confirm }
  const asked = text !== null
  const message = asked ? 'not applied: the answer was not "yes"' : 'the plan was not applied: nobody is there to approve it'
  const hint = asked ? 'nothing was changed' : 'give --yes, or save the plan with genesis plan --out FILE and apply that file'
  return { kind: 'refused', diagnostic: { code: 'confirmation-needed', severity: 'error', message, hint } }
}

function interrupted(context: CliContext): ExitCode {
  context.err.write('\nInterrupted: nothing was changed.\n')
  return refuse(context, [], ExitCode.interrupted)
}
