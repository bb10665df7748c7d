import type { RunReport } from '../apply/run-plan.ts'
import { ExitCode } from '../events/exit-code.ts'
import type { PlanDocument, Step } from '../plan/plan-document.ts'
import type { CliContext } from './cli-context.ts'
import { refuse } from './refuse.ts'
import { applyDocument } from './render/json-documents.ts'
import { runExitCode } from './run-exit-code.ts'
import { say } from './say.ts'
import { showRun } from './show-run.ts'
import { writeJson } from './write-json.ts'

/** Whether what a run did is to be taken back: it failed, and the command or the failed resource asks for it. */
export function isToBeTakenBack(document: PlanDocument, { failed, outcome }: RunReport, onFailure: Step['onFailure'] | null): boolean {
  if (document.rollback !== undefined || failed.length === 0 || outcome === 'interrupted') return false
  const asking = new Set(document.steps.filter((step) => (onFailure ?? step.onFailure) === 'rollback').map(({ id }) => id))
  return failed.some(({ step }) => asking.has(step))
}

/** Takes back what a run did, says how that went, and what there is to do where it did not come to its end. */
export async function takeBack(context: CliContext, document: PlanDocument, report: RunReport): Promise<ExitCode> {
  const forPrograms = context.output !== 'text'
  const first = context.runResults()
  if (!forPrograms) showRun(context)
  const back = await context.coordinator.takeBack(report.run)
  await context.finishProgress()
  if (forPrograms && first !== null) {
    const run = back.ok ? { run: back.value.run, outcome: back.value.outcome } : { run: null, outcome: null }
    writeJson(context, { ...applyDocument(first), taken_back: run })
  }
  if (!back.ok) {
    if (forPrograms) context.showDiagnostics(back.diagnostics, null)
    else refuse(context, back.diagnostics, back.exitCode)
    return runExitCode(report)
  }
  const { outcome, run } = back.value
  if (!forPrograms) showRun(context)
  if (outcome === 'succeeded') {
    if (!forPrograms)
      say(context.out, `What run ${report.run} did is taken back. ${document.environment} is on hold: genesis hold list ${document.environment}`)
    return ExitCode.rolledBack
  }
  const { environment } = document
  const ways = [
    `What run ${report.run} did is not all taken back (run ${run}). For what is left:`,
    `  try again: genesis rollback ${environment}`,
    `  leave it as it is, and go forward: genesis apply ${environment}`,
    `  forget a single one: genesis state rm ADDRESS`,
  ]
  if (!forPrograms) say(context.out, ...ways)
  return ExitCode.partlyApplied
}
