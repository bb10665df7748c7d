import { StoreError } from '../../ports/store.ts'
import { sqliteTrouble, type SqliteTrouble } from './sqlite-trouble.ts'

const meanings: Readonly<Record<SqliteTrouble, readonly [StoreError['reason'], string]>> = {
  busy: ['io', 'is locked by another program'],
  'no-space': ['no-space', 'has no space left to grow'],
  'read-only': ['io', 'can no longer be written'],
  damaged: ['damaged', 'is damaged'],
  'not-a-database': ['damaged', 'is damaged'],
  io: ['io', 'failed'],
}

/** An error of SQLite as the port's own; every other error stays what it is. */
export function storeFailure(error: unknown, path: string): unknown {
  const trouble = sqliteTrouble(error)
  if (trouble === null || !(error instanceof Error)) return error
  const [reason, what] = meanings[trouble]
  return new StoreError(reason, `the state database ${path} ${what} (${error.message})`, { cause: error })
}
