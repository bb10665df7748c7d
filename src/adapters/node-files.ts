import { constants, lstatSync, realpathSync, type Dirent } from 'node:fs'
import { dirname } from 'node:path'
import type { Files, FileStat, WriteOptions } from '../ports/files.ts'
import { AnsweringFolders } from './answering-folders.ts'
import { fileCalls } from './file-calls.ts'
import { errorCode, reporting } from './file-error.ts'
import { kindOf, toStat } from './file-stat.ts'
import { FolderSyncs } from './folder-syncs.ts'
import { readBounded, viewFile } from './read-file.ts'
import { resolveRealPath } from './real-path.ts'
import { replaceFile } from './replace-file.ts'
import { writeNewFile } from './write-file.ts'

/** The machine's file system. */
export function nodeFiles(): Files {
  const syncs = new FolderSyncs()
  const folders = new AnsweringFolders()
  const write = async (path: string, data: string | Uint8Array, options: WriteOptions): Promise<void> => {
    await replaceFile(path, (temporary) => writeNewFile(temporary, data, options), options.temporary)
    if (options.durable) await syncs.sync(dirname(path))
  }
  return {
    read: (path, { maxBytes }) => reporting(path, () => readBounded(path, maxBytes)),
    readText: (path, { maxBytes }) => reporting(path, async () => (await readBounded(path, maxBytes)).toString('utf8')),
    view: (path, { maxBytes }) => reporting(path, () => viewFile(path, maxBytes, folders)),
    write: (path, data, options) => reporting(path, () => write(path, data, options)),
    append: (path, data, { mode }) => reporting(path, () => fileCalls.append(path, data, mode)),
    stat: (path, options) => reporting(path, () => (options?.follow === false ? lstatOrNull(path, folders) : statOrNull(path))),
    list: (path) => reporting(path, async () => (await fileCalls.list(path)).map(toEntry).sort(byName)),
    makeDirectory: (path, { mode }) => reporting(path, () => makeFolders(path, mode)),
    setMode: (path, mode) => reporting(path, () => fileCalls.chmod(path, mode)),
    copy: (from, to) => reporting(from, () => copyWhole(from, to)),
    symlink: (target, path) => reporting(path, () => fileCalls.symlink(target, path)),
    readLink: (path) => reporting(path, () => fileCalls.readLink(path)),
    realPath: (path) => reporting(path, async () => (folders.answers(path) ? realPathNow(path) : null) ?? (await resolveRealPath(path))),
    rename: (from, to) => reporting(from, () => fileCalls.rename(from, to)),
    remove: (path) => reporting(path, () => fileCalls.remove(path)),
    removeEmptyDirectory: (path) => reporting(path, () => removeIfEmpty(path)),
  }
}

async function makeFolders(path: string, mode: number): Promise<void> {
  await fileCalls.makeFolders(path, mode)
}

async function copyWhole(from: string, to: string): Promise<void> {
  const flags = constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL
  try {
    await fileCalls.copy(from, to, flags)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    await replaceFile(to, (temporary) => fileCalls.copy(from, temporary, flags))
  }
}

async function statOrNull(path: string): Promise<FileStat | null> {
  try {
    return toStat(await fileCalls.stat(path))
  } catch (error) {
    return nothingThere(error)
  }
}

/** What stands there itself answers as its folder does, wherever it leads to. */
async function lstatOrNull(path: string, folders: AnsweringFolders): Promise<FileStat | null> {
  try {
    if (!folders.answers(dirname(path))) return toStat(await fileCalls.lstat(path))
    const stats = lstatSync(path, { throwIfNoEntry: false })
    return stats === undefined ? null : toStat(stats)
  } catch (error) {
    return nothingThere(error)
  }
}

function nothingThere(error: unknown): null {
  if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return null
  throw error
}

/** Null where that cannot be told at once. */
function realPathNow(path: string): string | null {
  try {
    return realpathSync.native(path)
  } catch {
    return null
  }
}

async function removeIfEmpty(path: string): Promise<boolean> {
  try {
    await fileCalls.removeFolder(path)
    return true
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) return false
    throw error
  }
}

function toEntry(entry: Dirent): { name: string; kind: FileStat['kind'] } {
  return { name: entry.name, kind: kindOf(entry) }
}

/** By code unit: the same order on every machine. */
function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0
}
