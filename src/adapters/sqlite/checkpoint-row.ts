import type { SQLInputValue } from 'node:sqlite'
import type { Checkpoint, CheckpointCause } from '../../ports/checkpoint-store.ts'
import type { Row } from './database.ts'
import { exact, integer, nullable, text } from './row.ts'

/** A checkpoint, in the order of the statement's parameters. */
export function checkpointRow({ environment, number, run, ...checkpoint }: Omit<Checkpoint, 'prunedAt'>): readonly SQLInputValue[] {
  const { at, cause, address, tree, stable, note, genesisVersion } = checkpoint
  return [environment, number, exact(at, 'the time of the checkpoint'), run, cause, address, tree, stable ? 1 : 0, note, genesisVersion]
}

/** The checkpoint in a row. */
export function toCheckpoint(row: Row): Checkpoint {
  return {
    environment: text(row, 'environment'),
    number: integer(row, 'number'),
    at: integer(row, 'at'),
    run: text(row, 'run'),
    cause: text(row, 'cause') as CheckpointCause,
    address: nullable(row, 'address', text),
    tree: nullable(row, 'tree', text),
    stable: integer(row, 'stable') === 1,
    note: nullable(row, 'note', text),
    genesisVersion: text(row, 'genesis'),
    prunedAt: nullable(row, 'pruned_at', integer),
  }
}
