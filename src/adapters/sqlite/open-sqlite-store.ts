import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Diagnostic } from '../../events/diagnostic.ts'
import type { Clock } from '../../ports/clock.ts'
import type { OpenStoreRequest } from '../../ports/open-store.ts'
import { StoreError, type StoreOpened } from '../../ports/store.ts'
import { errorCode } from '../file-error.ts'
import type { FileSystemType } from '../file-system-type.ts'
import { checkDatabase } from './check-database.ts'
import { createDatabase } from './create-database.ts'
import { Database } from './database.ts'
import { emptyStore } from './empty-store.ts'
import { inspectFile } from './inspect-file.ts'
import { makePrivate } from './key-file.ts'
import { refusals } from './refusals.ts'
import { sqliteTrouble } from './sqlite-trouble.ts'
import { SqliteStore } from './sqlite-store.ts'
import { StoreKey } from './store-key.ts'
import { removeLeftBehind } from './temporary-file.ts'
import { whenFree } from './when-free.ts'

/** Which store to open: the absolute path of its file. Its folder belongs to the store; the key is the file `key` in it. */
export interface OpenStoreOptions extends OpenStoreRequest {
  readonly clock: Clock
  /** For tests that have no such file system; left out: the kernel's. */
  readonly fileSystemType?: FileSystemType
}

/**
 * Opens the store of a project, or says why it cannot be used. Never takes something unreadable for nothing. Where it may be made, what killed processes
 * were writing beside it goes: a copy in clear, too.
 */
export async function openSqliteStore(options: OpenStoreOptions): Promise<StoreOpened> {
  const { path, project, create } = options
  const found = inspectFile(path, options.fileSystemType)
  if (found.kind === 'refused') return { ok: false, diagnostic: found.diagnostic }
  if (found.kind === 'missing' && !create) return { ok: true, store: emptyStore(), created: false }
  let created = false
  try {
    if (create) removeLeftBehind(`${path}.`)
    if (found.kind === 'missing') created = await createDatabase(path, project)
  } catch (error) {
    return { ok: false, diagnostic: notMade(path, error) }
  }
  return openExisting(options, created)
}

async function openExisting({ path, project, clock, backup }: OpenStoreOptions, created: boolean): Promise<StoreOpened> {
  let database: Database | null = null
  try {
    makePrivate(path)
    const opened = await Database.open(path)
    database = opened
    const key = new StoreKey(opened, join(dirname(path), 'key'))
    const diagnostic = await whenFree(clock, () => checkDatabase(opened, key, project))
    if (diagnostic === null) return { ok: true, store: new SqliteStore({ database, key, clock, ...(backup === undefined ? {} : { backup }) }), created }
    database.close()
    return { ok: false, diagnostic }
  } catch (error) {
    database?.close()
    return { ok: false, diagnostic: notOpened(path, error) }
  }
}

function notOpened(path: string, error: unknown): Diagnostic {
  const why = error instanceof Error ? error.message : ''
  const trouble = error instanceof StoreError ? 'damaged' : sqliteTrouble(error)
  switch (trouble) {
    case 'busy':
      return refusals.locked(path)
    case 'not-a-database':
      return refusals.notDatabase(path)
    case 'damaged':
      return refusals.damaged(path, why)
    case 'read-only':
      return refusals.fileUnwritable(path)
    case 'no-space':
    case 'io':
      return refusals.failed(path, why)
    case null:
      if (errorCode(error) === '') throw error
      return refusals.failed(path, why)
    default:
      return trouble satisfies never
  }
}

function notMade(path: string, error: unknown): Diagnostic {
  const why = error instanceof Error ? error.message : ''
  if (sqliteTrouble(error) !== null) return refusals.notMade(path, why)
  switch (errorCode(error)) {
    case '':
      throw error
    case 'EROFS':
      return refusals.fileSystemReadOnly(path)
    case 'EACCES':
    case 'EPERM':
      return refusals.folderUnwritable(existingFolder(path))
    case 'ENOSPC':
      return refusals.notMade(path, 'no space is left on the disk')
    default:
      return refusals.notMade(path, why)
  }
}

/** The nearest folder above a path that is there. */
function existingFolder(path: string): string {
  const folder = dirname(path)
  return existsSync(folder) || folder === path ? folder : existingFolder(folder)
}
