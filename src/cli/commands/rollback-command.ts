import type { ExitCode } from '../../events/exit-code.ts'
import { absolutePath } from '../absolute-path.ts'
import type { ApplyOptions } from '../apply-options.ts'
import type { CliContext } from '../cli-context.ts'
import { refuse } from '../refuse.ts'
import { savePlan } from '../save-plan.ts'
import { applyOpened } from './apply-command.ts'

/** The options of `genesis rollback`. */
export interface RollbackOptions extends Pick<ApplyOptions, 'yes' | 'dryRun' | 'confirm' | 'allowDestroy' | 'concurrency'> {
  readonly environment: string
  readonly to: string | null
  /** Where the plan is to be saved instead of being applied. */
  readonly out: string | null
}

/** Shows the plan back to a checkpoint with what comes back and what does not, asks, applies it; or saves it. */
export async function rollbackCommand(context: CliContext, options: RollbackOptions): Promise<ExitCode> {
  const { environment, to, out, allowDestroy, dryRun } = options
  const opened = await context.coordinator.planRollback({ environment, to, allowDestroy, toApply: out === null && !dryRun })
  if (out === null) return applyOpened(context, { ...options, onFailure: null, releaseHold: false }, { opened, saved: false })
  await context.finishProgress()
  if (!opened.ok) return refuse(context, opened.diagnostics, opened.exitCode)
  context.showDiagnostics(opened.diagnostics, null)
  return savePlan(context, opened.value, { path: absolutePath(context.folder, out), said: out })
}
