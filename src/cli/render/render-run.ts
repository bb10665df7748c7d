import type { Instant } from '../../ports/clock.ts'
import type { RunRecord, StoredJournalEntry } from '../../ports/store.ts'
import { counted } from './counted.ts'
import { durationText } from './duration-text.ts'
import { failureLines } from './failure-lines.ts'
import { journalSteps, type JournalStep } from './journal-steps.ts'
import { printLines } from './print-lines.ts'
import { runCountsText, runOutcome } from './run-outcome-text.ts'
import { shellWords } from '../../plan/shell-words.ts'
import { blankLine, span, styledLine, type Span, type StyledLine } from './styled-line.ts'
import { tableLines } from './table.ts'
import type { TextStyle } from './terminal.ts'
import { isoTime, relativeTime } from './time-text.ts'

/** A run with its journal: who, when, how it ended, and what each step did. */
export function renderRun(run: RunRecord, journal: readonly StoredJournalEntry[], options: { readonly style: TextStyle; readonly now: Instant }): string {
  const steps = journalSteps(journal)
  const failed = steps.flatMap((step) =>
    step.failure === null ? [] : [blankLine, styledLine(0, span(`error: ${step.address}`, 'failed')), ...failureLines(step.failure, 2)],
  )
  return printLines([...headLines(run, options.now), blankLine, ...stepTable(steps), ...failed], options.style)
}

function headLines(run: RunRecord, now: Instant): readonly StyledLine[] {
  const ended = run.endedAt === null ? '-' : `${isoTime(run.endedAt)}, after ${durationText(run.endedAt - run.startedAt)}`
  return [
    styledLine(0, span(`run ${run.id}`, 'bold'), ` of ${run.environment} (${run.mode})`),
    styledLine(2, 'plan     ', run.plan ?? '-'),
    ...partLines(run),
    styledLine(2, 'by       ', `${run.holder.user} on ${run.holder.host}, process ${run.holder.process.pid}`),
    styledLine(2, 'started  ', `${isoTime(run.startedAt)} (${relativeTime(run.startedAt, now)})`),
    styledLine(2, 'ended    ', ended),
    styledLine(2, 'outcome  ', runOutcome(run), run.counts === null ? '' : `: ${runCountsText(run.counts)}`, `, of ${counted(run.steps, 'step')}`),
  ]
}

function partLines({ part }: RunRecord): readonly StyledLine[] {
  if (part === null) return []
  const words = shellWords(part.words)
  const isWhole = part.selected === part.total
  return [isWhole ? styledLine(2, 'with     ', words) : styledLine(2, 'partial  ', `${part.selected} of ${counted(part.total, 'resource')}: ${words}`)]
}

function stepTable(steps: readonly JournalStep[]): readonly StyledLine[] {
  if (steps.length === 0) return [styledLine(0, 'No step began.')]
  const rows = steps.map((step) => [
    step.address,
    step.action,
    isoTime(step.beganAt),
    step.endedAt === null ? null : durationText(step.endedAt - step.beganAt),
    step.attempts > 1 ? String(step.attempts) : null,
    stepResult(step),
  ])
  return tableLines(['ADDRESS', 'ACTION', 'BEGAN', 'TOOK', 'ATTEMPTS', 'RESULT'], rows)
}

function stepResult({ endedAt, failure }: JournalStep): Span {
  if (endedAt === null) return span('no end recorded', 'warning')
  if (failure === null) return span('succeeded', 'added')
  return span(failure.indeterminate ? `indeterminate (${failure.reason})` : `failed (${failure.reason})`, 'failed')
}
