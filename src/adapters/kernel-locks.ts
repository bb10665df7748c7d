import { randomUUID } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { HeldLock, Locks } from '../ports/locks.ts'
import { errorCode, reporting } from './file-error.ts'
import { isAwaited, joinLine } from './lock-line.ts'

/** Result codes of SQLite: https://www.sqlite.org/rescode.html */
const sqliteBusy = 5
const sqliteLocked = 6

/**
 * Locks on small files of their own, each an exclusive transaction of SQLite, which knows how to lock on every platform and keeps
 * account of its own locks within the process. On POSIX systems, closing any other descriptor of the file would drop the lock:
 * nothing else may open a lock's file. Failures are thrown as file errors about the lock's file.
 */
export function kernelLocks(): Locks {
  return {
    tryAcquire: (path) => reporting(path, () => tryAcquire(path)),
    joinLine: (path) => reporting(path, () => joinLine(path, randomUUID(), tryAcquire)),
    isAwaited: (path) => reporting(path, () => isAwaited(path, tryAcquire)),
  }
}

async function tryAcquire(path: string): Promise<HeldLock | null> {
  makePrivateFile(path)
  // Loaded here and not above: a command that takes no lock should not wait for it.
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    // Nothing is ever written; a journal would be one more file, which stays behind when its holder is killed.
    database.exec('PRAGMA journal_mode=MEMORY; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (isTaken(error)) return null
    throw error
  }
  return heldLock(database)
}

/** Only ever opens a file that did not exist, which nobody can hold a lock on. */
function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}

function isTaken(error: unknown): boolean {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return false
  const primary = error.errcode & 0xff
  return primary === sqliteBusy || primary === sqliteLocked
}

function heldLock(database: DatabaseSync): HeldLock {
  return {
    release() {
      // A second release finds it closed; it must not throw in the middle of somebody's clean-up.
      if (database.isOpen) database.close()
      return Promise.resolve()
    },
  }
}
