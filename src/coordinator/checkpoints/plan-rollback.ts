import type { PreparedPlan } from '../../apply/prepared-plan.ts'
import type { Diagnostic } from '../../events/diagnostic.ts'
import { ExitCode } from '../../events/exit-code.ts'
import { everything } from '../../plan/selection-request.ts'
import { makePlan, type MakePlanOptions } from '../make-plan.ts'
import { refused, type Result } from '../result.ts'
import { checkpointName, checkpointNamed, lastStable } from './checkpoint-name.ts'
import { openPast, type Past, type PastOptions } from './past.ts'

/** Where to go back to. */
export interface RollbackCommand {
  readonly environment: string
  /** A checkpoint by its name or number; null for the last stable one before the last run. */
  readonly to: string | null
  /** Going back to where nothing was is meant. */
  readonly allowDestroy: boolean
  /** See `PlanCommand.toApply`. */
  readonly toApply: boolean
}

/** What planning a rollback needs. */
export interface PlanRollbackOptions extends PastOptions, Pick<MakePlanOptions, 'events' | 'signal' | 'id'> {
  readonly command: RollbackCommand
}

/** Plans the way back to a checkpoint: changes nothing. */
export async function planRollback(options: PlanRollbackOptions): Promise<Result<PreparedPlan>> {
  const { store, command } = options
  const { environment, to, allowDestroy } = command
  const found = to === null ? await lastStable(store, environment) : await checkpointNamed(store, to, environment)
  if (!found.ok) return found
  const past = await openPast(options, found.value)
  if (!past.ok) return past
  if (past.value.then.size === 0 && (to === null || !allowDestroy)) return refused([nothingThere(past.value)], ExitCode.approvalNeeded)
  const made = await planBack(options, past.value, null)
  return { ...made, diagnostics: [...past.diagnostics, ...made.diagnostics] }
}

/** The plan back to a checkpoint that was opened; `touched`: of what a run touched alone. */
export async function planBack(options: Omit<PlanRollbackOptions, 'command'>, past: Past, touched: ReadonlySet<string> | null): Promise<Result<PreparedPlan>> {
  const { environment } = past.checkpoint
  const command = { environment, mode: 'apply', selection: everything, allowEmpty: true } as const
  return makePlan({ ...options, project: past.project, command, past, ...(touched === null ? {} : { touched }) })
}

function nothingThere({ checkpoint }: Past): Diagnostic {
  const name = checkpointName(checkpoint)
  const message = `nothing was recorded at the checkpoint ${name}: going back to it takes away everything that is recorded of ${checkpoint.environment}`
  const hint = `if that is meant: genesis rollback ${checkpoint.environment} --to ${name} --allow-destroy`
  return { code: 'confirmation-needed', severity: 'error', message, hint }
}
