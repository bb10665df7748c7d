import type { Instant } from '../../ports/clock.ts'
import type { Hold } from '../../ports/hold-store.ts'
import type { RunRecord } from '../../ports/store.ts'
import { durationText } from './duration-text.ts'
import { printLines } from './print-lines.ts'
import { holdNotes } from './render-holds.ts'
import { runOutcome } from './run-outcome-text.ts'
import { styledLine } from './styled-line.ts'
import { tableLines } from './table.ts'
import type { TextStyle } from './terminal.ts'
import { isoTime, relativeTime } from './time-text.ts'

/** The history of runs as a table, in the order given, below what is on hold. */
export function renderRuns(runs: readonly RunRecord[], holds: readonly Hold[], options: { readonly style: TextStyle; readonly now: Instant }): string {
  if (runs.length === 0) return printLines([...holdNotes(holds), styledLine(0, 'No runs yet.')], options.style)
  const rows = runs.map((run) => {
    const took = run.endedAt === null ? null : durationText(run.endedAt - run.startedAt)
    const started = `${isoTime(run.startedAt)} (${relativeTime(run.startedAt, options.now)})`
    return [run.id, run.environment, run.mode, started, took, runOutcome(run), `${run.holder.user}@${run.holder.host}`]
  })
  return printLines([...holdNotes(holds), ...tableLines(['RUN', 'ENVIRONMENT', 'MODE', 'STARTED', 'TOOK', 'OUTCOME', 'BY'], rows)], options.style)
}
