import { keepForCheckpoints, newestCheckpoint } from './checkpoint-writer.ts'
import type { Database, Row } from './database.ts'
import { bytes, integer, json, text } from './row.ts'
import { stateBinding } from './state-binding.ts'
import { statements } from './statements.ts'
import type { StoreKey } from './store-key.ts'

/** An address that becomes another one. */
export interface Readdressing {
  readonly environment: string
  readonly from: string
  readonly to: string
}

interface Opened {
  readonly database: Database
  readonly key: StoreKey
}

/**
 * Takes the record of `from` away, puts every version of its Terraform state after those of `to`, and makes what depends on `from` depend on
 * `to`. To be called within a write transaction.
 */
export function moveKept(opened: Opened, readdressing: Readdressing): void {
  const { database } = opened
  const { environment, from, to } = readdressing
  const newest = newestCheckpoint(database, environment)
  keepForCheckpoints(database, from, newest)
  database.run(statements.removeResource, from)
  const last = integer(database.get(statements.lastStateVersion, to) ?? {}, 'version')
  database.all(statements.stateVersions, from).forEach((row, index) => moveState(opened, { row, from, to, version: last + index + 1 }))
  for (const row of database.all(statements.dependents, environment, `%${JSON.stringify(from)}%`)) {
    const renamed = json<readonly string[]>(row, 'dependencies').map((address) => (address === from ? to : address))
    keepForCheckpoints(database, text(row, 'address'), newest)
    database.run(statements.setDependencies, JSON.stringify(renamed.sort()), newest, text(row, 'address'))
  }
}

/** A version that cannot be opened under its old address stays as unreadable as it is. */
function moveState({ database, key }: Opened, moved: { readonly row: Row; readonly from: string; readonly to: string; readonly version: number }): void {
  const { row, from, to, version } = moved
  const [before, serial, lineage] = [integer(row, 'version'), integer(row, 'serial'), text(row, 'lineage')]
  // One at a time: all versions together may be larger than the memory.
  const sealed = bytes(database.get(statements.stateVersion, from, before) ?? {}, 'sealed')
  const body = key.forReading().openBytes(sealed, stateBinding(from, serial, lineage))
  const sealedAgain = body === null ? sealed : key.forWriting().seal(body, stateBinding(to, serial, lineage))
  database.run(statements.moveState, to, version, sealedAgain, from, before)
}
