import { InternalError } from '../../events/internal-error.ts'
import type { RecordWrite, RunToken } from '../../ports/store.ts'
import { keepForCheckpoints, newestCheckpoint, writeTrace } from './checkpoint-writer.ts'
import type { Database } from './database.ts'
import { moveKept } from './move-kept.ts'
import { resourceRow } from './resource-row.ts'
import { statements } from './statements.ts'
import type { StoreKey } from './store-key.ts'

/** Checks and prepares a write of a record; what it gives does it, within a transaction. An environment reaches only its own records. */
export function recordWriter(token: RunToken, write: RecordWrite): (database: Database, key: StoreKey) => void {
  const { environment } = token
  if ('remove' in write) {
    const { remove } = write
    assertInside(remove, environment)
    return (database) => {
      keepForCheckpoints(database, remove, newestCheckpoint(database, environment))
      database.run(statements.removeResource, remove)
    }
  }
  assertInside(write.put.address, environment)
  if (write.put.environment !== environment)
    throw new InternalError('store/other-environment', `a record of ${write.put.environment} was written by a run of ${environment}`)
  const { put, move } = write
  const row = resourceRow(put)
  const writeRow = (database: Database, key: StoreKey): void => {
    const newest = newestCheckpoint(database, environment)
    keepForCheckpoints(database, put.address, newest)
    database.run(statements.putResource, ...row.values(() => key.forWriting()), newest)
  }
  if (move === undefined) return writeRow
  assertInside(move, environment)
  return (database, key) => {
    moveKept({ database, key }, { environment, from: move, to: put.address })
    writeRow(database, key)
    writeTrace(database, token, { kind: 'renamed', from: move, to: put.address })
  }
}

/** Throws where an address belongs to another environment. */
export function assertInside(address: string, environment: string): void {
  if (!address.startsWith(`${environment}/`)) throw new InternalError('store/other-environment', `a run of ${environment} wrote to ${address}`)
}
