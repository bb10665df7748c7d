import type { RunReport } from '../apply/run-plan.ts'
import { ExitCode } from '../events/exit-code.ts'

/** The exit code that a run ends with. */
export function runExitCode({ outcome, counts }: RunReport): ExitCode {
  switch (outcome) {
    case 'succeeded':
      return ExitCode.success
    case 'interrupted':
      return ExitCode.interrupted
    case 'partial':
      return ExitCode.partlyApplied
    case 'awaiting-approval':
      return ExitCode.approvalNeeded
    case 'failed':
      return counts.indeterminate > 0 ? ExitCode.partlyApplied : ExitCode.error
    default:
      return outcome satisfies never
  }
}
