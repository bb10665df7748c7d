import type { PreparedPlan } from '../apply/prepared-plan.ts'
import type { Diagnostic } from '../events/diagnostic.ts'
import { ExitCode } from '../events/exit-code.ts'
import { answered, refused, type Result } from '../coordinator/result.ts'
import type { FlatChange } from '../plan/inner-change.ts'
import type { PlanDocument } from '../plan/plan-document.ts'
import { runPart } from '../plan/run-part.ts'
import { outsideApproval } from '../plan/outside-approval.ts'
import type { CliContext } from './cli-context.ts'
import type { ApplyOptions } from './apply-options.ts'
import { holdsFor } from './holds-for.ts'
import type { EnvironmentPlan } from './plan-each.ts'
import { listText } from './render/counted.ts'
import type { EnvironmentOutcome } from './render/environments-documents.ts'
import { renderPlan } from './render/render-plan.ts'
import { shellWords } from '../plan/shell-words.ts'
import { renderRunSummary } from './render/run-summary.ts'
import { runExitCode } from './run-exit-code.ts'

/** So many deletes and replaces are named. */
const maxListed = 20

/**
 * Applies approved plans of several environments, each as a run of its own. What reads an environment that was changed on the way is
 * planned again first; what reads one that failed is left alone.
 */
export class ApplyingEach {
  readonly #context: CliContext
  readonly #options: ApplyOptions
  readonly #plans: EnvironmentPlan[]
  readonly #outcomes = new Map<string, EnvironmentOutcome>()

  constructor(context: CliContext, options: ApplyOptions, plans: readonly EnvironmentPlan[]) {
    this.#context = context
    this.#options = options
    this.#plans = [...plans]
  }

  /** Those that are to be released in the end. */
  get plans(): readonly EnvironmentPlan[] {
    return this.#plans
  }

  /** Applies all that can be; how it went, environment by environment. */
  async run(): Promise<readonly EnvironmentOutcome[]> {
    for (const [index, entry] of this.#plans.entries()) {
      const outcome = this.#obstacle(entry) ?? (await this.#applyOne(index, entry))
      this.#outcomes.set(outcome.environment, outcome)
    }
    return [...this.#outcomes.values()]
  }

  #obstacle({ chosen: { name, after } }: EnvironmentPlan): EnvironmentOutcome | null {
    const failed = [...this.#outcomes.values()].filter(({ exitCode }) => exitCode !== ExitCode.success)
    if (failed.some(({ exitCode }) => exitCode === ExitCode.interrupted)) return notApplied(name, 'it was interrupted before')
    const [first] = failed
    if (first !== undefined && this.#options.onFailure !== null && this.#options.onFailure !== 'continue')
      return notApplied(name, `${first.environment} failed before, and --on-failure is ${this.#options.onFailure}`)
    const before = failed.map(({ environment }) => environment).filter((environment) => after.includes(environment))
    if (before.length === 0) return null
    const why = this.#options.mode === 'destroy' ? `it is read by ${listText(before)}, which` : `it reads ${listText(before)}, which`
    return notApplied(name, `${why} did not end well`)
  }

  async #applyOne(index: number, entry: EnvironmentPlan): Promise<EnvironmentOutcome> {
    const { name } = entry.chosen
    const ready = await this.#ready(index, entry)
    if (!ready.ok) return this.#refused(name, ready.diagnostics, ready.exitCode)
    const plan = ready.value
    if (plan.document.steps.length === 0) return { environment: name, exitCode: ExitCode.success, run: null, because: null }
    const { allowDestroy, concurrency, onFailure, confirm: confirmed, yes } = this.#options
    // What is planned again was approved as it was before.
    const holds = holdsFor(this.#options, yes ? null : (entry.plan?.document ?? plan.document))
    const result = await this.#context.coordinator.apply(plan, { confirmed, allowDestroy, saved: false, concurrency, onFailure, holds })
    await this.#context.finishProgress()
    if (!result.ok) return this.#refused(name, result.diagnostics, result.exitCode)
    const run = this.#context.runResults()
    if (run !== null && this.#context.output === 'text') this.#context.out.write(`${renderRunSummary(run, this.#context.out)}\n`)
    return { environment: name, exitCode: runExitCode(result.value), run, because: null }
  }

  /** The plan as it was approved, or made again where what it reads was changed on the way. */
  async #ready(index: number, entry: EnvironmentPlan): Promise<Result<PreparedPlan>> {
    const { chosen, plan: approved } = entry
    const isOld = this.#options.mode === 'apply' && chosen.after.some((name) => (this.#outcomes.get(name)?.run ?? null) !== null)
    if (approved !== null && !isOld) return answered(approved)
    const { coordinator, output, out, verbose } = this.#context
    if (approved !== null) await coordinator.release(approved)
    const { mode, allowEmpty } = this.#options
    const made = await coordinator.plan({ environment: chosen.name, selection: chosen.selection, mode, allowEmpty, toApply: true })
    await this.#context.finishProgress()
    if (!made.ok) return made
    this.#plans[index] = { ...entry, plan: made.value }
    if (output === 'text') out.write(`${renderPlan(made.value.document, out, { verbose })}\n`)
    const surprises = outsideApproval(made.value.document, approved?.document ?? null)
    return surprises.length === 0 ? made : refused([notCovered(made.value.document, surprises)], ExitCode.approvalNeeded)
  }

  #refused(environment: string, diagnostics: readonly Diagnostic[], exitCode: ExitCode): EnvironmentOutcome {
    this.#context.showDiagnostics(diagnostics, null)
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    return { environment, exitCode, run: null, because: errors.map(({ message }) => message).join('\n') }
  }
}

function notCovered(document: PlanDocument, surprises: readonly FlatChange[]): Diagnostic {
  const list = surprises.map(({ stack, address, change }) => {
    return `  ${change.actions.includes('create') ? '-/+ replace' : '- delete'} ${stack === null ? '' : `${stack}: `}${address}`
  })
  const { environment } = document
  const message = `with what ${environment} reads now, its plan takes away what was not approved:\n${list.slice(0, maxListed).join('\n')}`
  return {
    code: 'confirmation-needed',
    severity: 'error',
    message,
    hint: `to approve that, too: ${shellWords(['genesis', 'apply', environment, ...(runPart(document)?.words ?? [])])}`,
  }
}

function notApplied(environment: string, because: string): EnvironmentOutcome {
  return { environment, exitCode: ExitCode.error, run: null, because }
}
