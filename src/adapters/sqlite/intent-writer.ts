import type { JournalEntry } from '../../ports/store.ts'
import type { Database } from './database.ts'
import { intentRow } from './intent-row.ts'
import { statements } from './statements.ts'
import type { StoreKey } from './store-key.ts'

/** Prepares what a journal entry does to the intent of its address; what it gives does it, within the entry's transaction. */
export function intentWriter(entry: JournalEntry): (database: Database, key: StoreKey) => void {
  const { address } = entry
  if (entry.type === 'end') {
    const { leaves } = entry
    if (leaves === null) return (database) => void database.run(statements.removeIntent, address)
    return (database) => void database.run(statements.leaveIntent, JSON.stringify(leaves), address)
  }
  if (entry.intent === null) return () => undefined
  const row = intentRow(entry.intent)
  return (database, key) => void database.run(statements.putIntent, ...row(() => key.forWriting()))
}
