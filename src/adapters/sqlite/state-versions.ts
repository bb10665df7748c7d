import type { KeptState, StateCopy } from '../../plan/provider.ts'
import type { Instant } from '../../ports/clock.ts'
import { StoreError } from '../../ports/store.ts'
import type { Database, Row } from './database.ts'
import { packText, unpackText } from './packed-text.ts'
import { bytes, exact, integer, text } from './row.ts'
import { stateBinding } from './state-binding.ts'
import { keptHere, statements } from './statements.ts'
import type { StoreKey } from './store-key.ts'

/** A version of a Terraform state that is to be added. */
export interface NewState extends StateCopy {
  readonly address: string
  readonly at: Instant
}

interface Opened {
  readonly database: Database
  readonly key: StoreKey
}

/** So many of the newest versions of an address stay, whatever run they are of. */
const newestKept = 10

/** And of so many runs the last version of each. */
const runsKept = 50

/** The newest version of the Terraform state that Genesis keeps for an address. */
export function keptState(opened: Opened, address: string): KeptState | null {
  const row = opened.database.get(statements.state, address)
  return row === undefined ? null : openState(opened, address, row)
}

/** The newest copy of a Terraform state that is kept elsewhere. */
export function stateCopy(opened: Opened, address: string): StateCopy | null {
  const row = opened.database.get(statements.stateCopy, address)
  return row === undefined ? null : { ...openState(opened, address, row), backend: text(row, 'backend') }
}

/** Throws {@link StoreError} where the version was changed from outside. */
export function openState({ key }: Pick<Opened, 'key'>, address: string, row: Row): KeptState {
  const serial = integer(row, 'serial')
  const lineage = text(row, 'lineage')
  const packed = key.forReading().openBytes(bytes(row, 'sealed'), stateBinding(address, serial, lineage))
  const body = packed === null ? null : unpackText(packed)
  if (body === null) throw new StoreError('damaged', `the Terraform state of ${address} in the state database was changed from outside`)
  return { serial, lineage, body }
}

/** Checks and prepares a version; what it gives adds it, within a transaction. A copy that is there already is not added again. */
export async function stateWriter(run: string, state: NewState): Promise<(opened: Opened) => void> {
  const { address, serial, lineage, body, backend, at } = state
  exact(serial, 'the serial of the Terraform state')
  exact(at, 'the time of the Terraform state')
  const packed = await packText(body)
  return ({ database, key }) => {
    if (backend !== keptHere && isThere(database, state)) return
    const sealed = key.forWriting().seal(packed, stateBinding(address, serial, lineage))
    database.run(statements.addState, address, backend, serial, lineage, run, at, sealed, address)
  }
}

function isThere(database: Database, { address, backend, serial, lineage }: NewState): boolean {
  const newest = database.get(statements.stateCopy, address)
  return newest?.['backend'] === backend && newest['serial'] === serial && newest['lineage'] === lineage
}

/**
 * Drops old versions of an address: what stays is told in docs/decisions/0020. As long as it is open what became of a step, nothing goes:
 * the state from before it may be needed. To be called within a transaction.
 */
export function pruneStates({ database }: Pick<Opened, 'database'>, address: string): void {
  if (database.get(statements.intentOf, address) !== undefined) return
  database.run(statements.pruneStates, address, address, newestKept, address, runsKept, address)
}
