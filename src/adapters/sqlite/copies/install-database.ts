import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, copyFileSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'

/** What is put where. */
export interface Installation {
  /** A complete, closed database beside the place. */
  readonly from: string
  readonly to: string
  /** The key that comes along; null where the right one is there. */
  readonly keyFrom: string | null
  readonly keyTo: string
}

/**
 * Puts a database in the place of another, which nobody has open. What was there, its WAL and another key included, stays beside it under names of its
 * own: gives the one of the database; null where nothing was there. At every instant a database has the name.
 */
export function installDatabase({ from, to, keyFrom, keyTo }: Installation): string | null {
  const mark = `before-restore-${randomBytes(4).toString('hex')}`
  const aside = existsSync(to) ? `${to}.${mark}` : null
  if (aside !== null) linkSync(to, aside)
  // A WAL belongs to the database that goes: beside the new one it would be mixed into it.
  if (existsSync(`${to}-wal`)) renameSync(`${to}-wal`, `${to}.${mark}-wal`)
  rmSync(`${to}-shm`, { force: true })
  if (keyFrom !== null) installKey(keyFrom, keyTo, mark)
  renameSync(from, to)
  syncFolder(dirname(to))
  return aside
}

function installKey(from: string, to: string, mark: string): void {
  if (existsSync(to)) linkSync(to, `${to}.${mark}`)
  const temporary = `${to}.${mark}.tmp`
  copyFileSync(from, temporary)
  chmodSync(temporary, 0o600)
  renameSync(temporary, to)
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
