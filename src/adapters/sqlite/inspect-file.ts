import { accessSync, closeSync, constants, openSync, readSync, statSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import type { Diagnostic } from '../../events/diagnostic.ts'
import { errorCode } from '../file-error.ts'
import { kernelFileSystemType, networkFileSystem, type FileSystemType } from '../file-system-type.ts'
import { refusals } from './refusals.ts'

/** What stands where the state database should be, as far as the file system tells. */
export type FoundFile = { readonly kind: 'missing' } | { readonly kind: 'database' } | { readonly kind: 'refused'; readonly diagnostic: Diagnostic }

const magic = 'SQLite format 3\0'

/**
 * Looks before SQLite does, for SQLite takes an empty file for a new database, opens a read-only one without a word, and would mix a
 * left-over WAL into a new database.
 */
export function inspectFile(path: string, typeOf: FileSystemType = kernelFileSystemType): FoundFile {
  const folder = dirname(path)
  try {
    const stat = statOf(folder)
    const network = networkFileSystem(stat?.isDirectory() === true ? folder : dirname(folder), typeOf)
    if (network !== null) return refused(refusals.network(path, network))
    if (stat === null) return { kind: 'missing' }
    return stat.isDirectory() ? inspectInside(path, folder) : refused(refusals.folderNotFolder(folder))
  } catch (error) {
    return refused(refusals.failed(path, errorCode(error)))
  }
}

function inspectInside(path: string, folder: string): FoundFile {
  const denied = access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  if (denied === 'EROFS') return refused(refusals.fileSystemReadOnly(path))
  if (denied !== null) return refused(refusals.folderUnwritable(folder))
  const stat = statOf(path)
  if (stat === null) return (statOf(`${path}-wal`)?.size ?? 0) > 0 ? refused(refusals.lostMain(path)) : { kind: 'missing' }
  if (!stat.isFile()) return refused(refusals.notFile(path))
  if (stat.size === 0) return refused(refusals.empty(path))
  if (access(path, constants.R_OK | constants.W_OK) !== null) return refused(refusals.fileUnwritable(path))
  return startsRight(path) ? { kind: 'database' } : refused(refusals.notDatabase(path))
}

function refused(diagnostic: Diagnostic): FoundFile {
  return { kind: 'refused', diagnostic }
}

/** Null when nothing is there. */
function statOf(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null
}

/** Why it is denied; null when it is not. */
function access(path: string, mode: number): string | null {
  try {
    accessSync(path, mode)
    return null
  } catch (error) {
    return errorCode(error)
  }
}

function startsRight(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(magic.length)
    return readSync(file, start, 0, magic.length, 0) === magic.length && start.toString('latin1') === magic
  } finally {
    closeSync(file)
  }
}
