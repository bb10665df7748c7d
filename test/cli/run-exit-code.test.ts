import { expect, it } from 'vitest'
import type { RunReport } from '../../src/apply/run-plan.ts'
import { runExitCode } from '../../src/cli/run-exit-code.ts'

it.each([
  { outcome: 'succeeded', indeterminate: 0, code: 0 },
  { outcome: 'interrupted', indeterminate: 0, code: 130 },
  { outcome: 'partial', indeterminate: 0, code: 6 },
  { outcome: 'awaiting-approval', indeterminate: 0, code: 4 },
  { outcome: 'failed', indeterminate: 0, code: 1 },
  // Something may have been applied: nobody can say that nothing was.
  { outcome: 'failed', indeterminate: 1, code: 6 },
] as const)('ends a run that $outcome, with $indeterminate steps of which nobody can tell, with $code', ({ outcome, indeterminate, code }) => {
  const counts = { succeeded: 0, failed: indeterminate, skipped: 0, indeterminate, awaitingApproval: 0 }
  expect(runExitCode({ run: 'r', outcome, counts, durationMs: 1, failed: [], skipped: [] } satisfies RunReport)).toBe(code)
})
