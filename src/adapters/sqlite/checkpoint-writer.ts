import type { Checkpoint, NewCheckpoint, Trace } from '../../ports/checkpoint-store.ts'
import { StoreError, type RunToken } from '../../ports/store.ts'
import { checkpointRow, toCheckpoint } from './checkpoint-row.ts'
import type { Database } from './database.ts'
import { integer } from './row.ts'
import { statements } from './statements.ts'

/** The number of the environment's newest checkpoint; 0 before the first. What is written then holds from the next one on. */
export function newestCheckpoint(database: Database, environment: string): number {
  const row = database.get(statements.checkpoint, environment)
  return row === undefined ? 0 : integer(row, 'checkpoint')
}

/** Keeps the record of an address for the checkpoints that see it. To be called before it is replaced or taken away. */
export function keepForCheckpoints(database: Database, address: string, newest: number): void {
  if (newest > 0) database.run(statements.keepResource, newest, address, newest)
}

/** Takes a checkpoint, within a write transaction. */
export function writeCheckpoint(database: Database, { environment, run }: RunToken, checkpoint: NewCheckpoint): Checkpoint {
  const before = newest(database, environment)
  const row = database.get(statements.nextCheckpoint, environment)
  if (row === undefined) throw new StoreError('io', `the state database ${database.path} gave no number for a checkpoint`)
  const taken = { ...checkpoint, tree: checkpoint.tree ?? before?.tree ?? null, environment, run, number: integer(row, 'checkpoint') }
  database.run(statements.addCheckpoint, ...checkpointRow(taken))
  return { ...taken, prunedAt: null }
}

/** The newest checkpoint where nothing was recorded since, else a new one. Within a write transaction. */
export function checkpointBefore(database: Database, token: RunToken, checkpoint: NewCheckpoint): Checkpoint {
  const last = newest(database, token.environment)
  if (last?.prunedAt !== null) return writeCheckpoint(database, token, checkpoint)
  const { environment, number } = last
  const row = database.get(statements.recordedSince, environment, number, environment, number)
  return integer(row ?? {}, 'recorded') === 0 ? last : writeCheckpoint(database, token, checkpoint)
}

/** Writes what no record tells, within a write transaction. */
export function writeTrace(database: Database, { environment, run }: RunToken, trace: Trace): void {
  database.run(statements.addTrace, environment, newestCheckpoint(database, environment), run, JSON.stringify(trace), environment)
}

/** Drops checkpoints with what only they need, within a write transaction. */
export function dropCheckpoints(database: Database, environment: string, { numbers, at }: { readonly numbers: readonly number[]; readonly at: number }): void {
  for (const number of numbers) database.run(statements.pruneCheckpoint, at, environment, number)
  database.run(statements.pruneHistory, environment)
  database.run(statements.pruneTraces, environment)
}

function newest(database: Database, environment: string): Checkpoint | null {
  const row = database.get(statements.checkpointNumbered, environment, newestCheckpoint(database, environment))
  return row === undefined ? null : toCheckpoint(row)
}
