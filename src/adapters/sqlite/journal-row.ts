import type { SQLInputValue } from 'node:sqlite'
import type { Json } from '../../events/json.ts'
import type { JournalEntry, RecordWrite, StoredJournalEntry } from '../../ports/store.ts'
import type { Row } from './database.ts'
import { exact, integer, json, text } from './row.ts'

/** An entry of a run, in the order of the statement's parameters. */
export function journalRow(run: string, entry: JournalEntry): readonly SQLInputValue[] {
  return [run, entry.type, entry.step, entry.address, exact(entry.at, 'the time of the entry'), JSON.stringify(detailOf(entry)), run]
}

/** The records themselves are not repeated here: they may hold what must not be readable. */
function detailOf(entry: JournalEntry): unknown {
  const records = entry.records.map(writeDetail)
  if (entry.type === 'end') return { failure: entry.failure, records }
  const { action, protection, key, attempt, folder } = entry
  return { action, ...(protection === undefined ? {} : { protection }), key, attempt, folder, ...(records.length === 0 ? {} : { records }) }
}

function writeDetail(write: RecordWrite): unknown {
  if ('remove' in write) return { remove: write.remove }
  const { put, move } = write
  return { ...(move === undefined ? {} : { move }), put: put.address, revision: put.revision, status: put.status }
}

/** The entry in a row. */
export function toJournalEntry(row: Row): StoredJournalEntry {
  return {
    sequence: integer(row, 'sequence'),
    type: text(row, 'type') === 'begin' ? 'begin' : 'end',
    step: text(row, 'step'),
    address: text(row, 'address'),
    at: integer(row, 'at'),
    detail: json<Json>(row, 'detail'),
  }
}
