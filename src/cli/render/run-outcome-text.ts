import type { RunCounts } from '../../events/event.ts'
import type { RunRecord } from '../../ports/store.ts'
import { span, type Span, type Tone } from './styled-line.ts'

const tones: Readonly<Record<NonNullable<RunRecord['outcome']>, Tone>> = {
  succeeded: 'added',
  failed: 'failed',
  partial: 'failed',
  'awaiting-approval': 'warning',
  interrupted: 'warning',
}

/** How a run ended, in a word: also of one that did not end by itself. */
export function runOutcome({ outcome, endedAt }: Pick<RunRecord, 'outcome' | 'endedAt'>): Span {
  if (outcome !== null) return span(outcome, tones[outcome])
  return span(endedAt === null ? 'not ended' : 'abandoned', 'warning')
}

/** The steps of a run by how they ended: `5 succeeded, 1 failed`; those that are none are left out, but for succeeded ones. */
export function runCountsText(counts: RunCounts): string {
  const others = (['failed', 'skipped', 'indeterminate'] as const).filter((kind) => counts[kind] > 0)
  return [`${counts.succeeded} succeeded`, ...others.map((kind) => `${counts[kind]} ${kind}`)].join(', ')
}
