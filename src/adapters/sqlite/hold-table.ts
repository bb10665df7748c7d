import type { Hold, HoldRelease, NewHold } from '../../ports/hold-store.ts'
import { StoreError } from '../../ports/store.ts'
import type { Database, Row } from './database.ts'
import { exact, integer, nullable, text } from './row.ts'
import { statements } from './statements.ts'

/** All holds of an environment, or of all, released ones included. */
export function readHolds(database: Database, environment: string | undefined): readonly Hold[] {
  const rows = environment === undefined ? database.all(statements.holds) : database.all(statements.holdsOfEnvironment, environment)
  return rows.map(toHold)
}

/** Writes a hold; within a transaction. `run`: the run that places it. */
export function writeHold(database: Database, environment: string, hold: NewHold & { readonly run: string | null }): Hold {
  const at = exact(hold.at, 'the time of the hold')
  const row = database.get(statements.addHold, environment, hold.reason, hold.author, at, hold.run, environment)
  if (row === undefined) throw new StoreError('io', `the state database ${database.path} took no hold`)
  return { ...hold, environment, number: integer(row, 'number'), released: null }
}

/** Releases holds; within a transaction. Gives those that were held until now. */
export function writeRelease(database: Database, environment: string, { numbers, at, by }: HoldRelease): readonly Hold[] {
  const held = readHolds(database, environment).filter(({ number, released }) => released === null && (numbers?.includes(number) ?? true))
  for (const { number } of held) database.run(statements.releaseHold, exact(at, 'the time of the release'), by, environment, number)
  return held.map((hold) => ({ ...hold, released: { at, by } }))
}

/** The hold in a row. */
export function toHold(row: Row): Hold {
  const at = nullable(row, 'released_at', integer)
  return {
    environment: text(row, 'environment'),
    number: integer(row, 'number'),
    reason: text(row, 'reason'),
    author: text(row, 'author'),
    at: integer(row, 'placed_at'),
    run: nullable(row, 'run', text),
    released: at === null ? null : { at, by: nullable(row, 'released_by', text) ?? '' },
  }
}
