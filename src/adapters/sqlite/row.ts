import { StoreError } from '../../ports/store.ts'
import { InternalError } from '../../events/internal-error.ts'
import type { Row } from './database.ts'

/** The text in a column. */
export function text(row: Row, column: string): string {
  const value = row[column]
  return typeof value === 'string' ? value : damaged(column)
}

/** The whole number in a column. */
export function integer(row: Row, column: string): number {
  const value = row[column]
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : damaged(column)
}

/** The bytes in a column. */
export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column]
  return value instanceof Uint8Array ? value : damaged(column)
}

/** The JSON in a column, as the type it was written from. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the type that it wrote
export function json<T>(row: Row, column: string): T {
  return parseJson(text(row, column), column)
}

/** Reads a column that may be null. */
export function nullable<T>(row: Row, column: string, read: (row: Row, column: string) => T): T | null {
  return row[column] === null ? null : read(row, column)
}

/** JSON that the store wrote itself, as the type it was written from; `what` names it for people. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as above
export function parseJson<T>(source: string, what: string): T {
  try {
    return JSON.parse(source) as T
  } catch {
    return damaged(what)
  }
}

/** The number, where it can be kept exactly. */
export function exact(value: number, what: string): number {
  if (!Number.isSafeInteger(value)) throw new InternalError('store/inexact-number', `${what} is ${value}, which cannot be stored exactly`)
  return value
}

function damaged(what: string): never {
  throw new StoreError('damaged', `the state database is damaged: "${what}" holds something that was not written there`)
}
