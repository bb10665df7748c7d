/** What went wrong in SQLite, in words that do not depend on its numbers. */
export type SqliteTrouble = 'busy' | 'no-space' | 'read-only' | 'damaged' | 'not-a-database' | 'io'

const primaryCodes: Readonly<Record<number, SqliteTrouble>> = {
  1: 'damaged', // SQLITE_ERROR: our statements are right, so the tables they name are not there
  5: 'busy',
  6: 'busy',
  8: 'read-only',
  11: 'damaged',
  13: 'no-space',
  26: 'not-a-database',
}

/** Null when the error does not come from SQLite. https://www.sqlite.org/rescode.html */
export function sqliteTrouble(error: unknown): SqliteTrouble | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  // node:sqlite refuses to read an integer that JavaScript cannot hold; nothing here writes one.
  if (error.code === 'ERR_OUT_OF_RANGE') return 'damaged'
  if (error.code !== 'ERR_SQLITE_ERROR' || !('errcode' in error) || typeof error.errcode !== 'number') return null
  return primaryCodes[error.errcode & 0xff] ?? 'io'
}
