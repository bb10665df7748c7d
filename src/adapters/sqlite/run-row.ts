import type { SQLInputValue } from 'node:sqlite'
import type { RunCounts, RunOutcome } from '../../events/event.ts'
import type { Holder, NewRun, RunMode, RunRecord } from '../../ports/store.ts'
import type { RunPart } from '../../plan/run-part.ts'
import type { Row } from './database.ts'
import { exact, integer, json, nullable, text } from './row.ts'

/** A new run, in the order of the statement's parameters. */
export function runRow(run: NewRun): readonly SQLInputValue[] {
  const steps = exact(run.steps, 'the number of steps')
  const part = run.part === null ? null : JSON.stringify(run.part)
  const startedAt = exact(run.startedAt, 'the start of the run')
  return [run.id, run.environment, run.mode, run.plan, part, steps, JSON.stringify(run.holder), startedAt, run.sources ?? null, run.target ?? null]
}

/** The run in a row. */
export function toRun(row: Row): RunRecord {
  const [sources, target, before] = [nullable(row, 'sources', text), nullable(row, 'target', integer), nullable(row, 'before', integer)]
  return {
    ...(sources === null ? {} : { sources }),
    ...(target === null ? {} : { target }),
    ...(before === null ? {} : { before }),
    id: text(row, 'id'),
    environment: text(row, 'environment'),
    mode: text(row, 'mode') as RunMode,
    plan: nullable(row, 'plan', text),
    part: nullable(row, 'partial', json<RunPart>),
    steps: integer(row, 'steps'),
    holder: json<Holder>(row, 'holder'),
    startedAt: integer(row, 'started_at'),
    endedAt: nullable(row, 'ended_at', integer),
    outcome: nullable(row, 'outcome', text) as RunOutcome | null,
    counts: nullable(row, 'counts', json<RunCounts>),
  }
}
