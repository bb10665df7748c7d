import type { LastRun } from '../../../plan/explanation.ts'
import type { Instant } from '../../../ports/clock.ts'
import { failureLines } from '../failure-lines.ts'
import { span, styledLine, type StyledLine } from '../styled-line.ts'
import { relativeTime } from '../time-text.ts'

/** What went wrong with a resource when it was applied last; nothing where nothing did. */
export function lastRunLines(last: LastRun | null, now: Instant): readonly StyledLine[] {
  if (last === null) return []
  const { end, run, startedAt } = last
  const where = `run ${run} ${relativeTime(startedAt, now)}`
  switch (end.kind) {
    case 'succeeded':
      return []
    case 'failed':
      return [styledLine(4, span('failed', 'failed'), ` in ${where}: [${end.failure.reason}]`), ...failureLines(end.failure, 6)]
    case 'skipped':
      return [
        styledLine(4, span('skipped', 'warning'), ` in ${where}: ${end.because}`),
        ...(end.cause === null ? [] : [styledLine(6, `${end.cause.address}: [${end.cause.failure.reason}]`), ...failureLines(end.cause.failure, 8)]),
      ]
    case 'cut-off':
      return [styledLine(4, span('cut off', 'warning'), ` in ${where}: it began, and nothing tells how it ended`)]
    default:
      return end satisfies never
  }
}
