import { constants, type Dirent } from 'node:fs'
import { appendFile, chmod, copyFile, lstat, mkdir, open, readdir, readlink, rename, rm, rmdir, stat, symlink } from 'node:fs/promises'
import type { Files, FileStat } from '../ports/files.ts'
import { errorCode, reporting } from './file-error.ts'
import { kindOf, toStat } from './file-stat.ts'
import { readBounded, viewFile } from './read-file.ts'
import { resolveRealPath } from './real-path.ts'
import { replaceFile } from './replace-file.ts'

/** The machine's file system. */
export function nodeFiles(): Files {
  return {
    read: (path, { maxBytes }) => reporting(path, () => readBounded(path, maxBytes)),
    readText: (path, { maxBytes }) => reporting(path, async () => (await readBounded(path, maxBytes)).toString('utf8')),
    view: (path, { maxBytes }) => reporting(path, () => viewFile(path, maxBytes)),
    write: (path, data, options) => reporting(path, () => writeWhole(path, data, options)),
    append: (path, data, { mode }) => reporting(path, () => appendFile(path, data, { mode })),
    stat: (path, options) => reporting(path, () => statOrNull(path, options?.follow ?? true)),
    list: (path) => reporting(path, async () => (await readdir(path, { withFileTypes: true })).map(toEntry).sort(byName)),
    makeDirectory: (path, { mode }) => reporting(path, () => makeFolders(path, mode)),
    setMode: (path, mode) => reporting(path, () => chmod(path, mode)),
    copy: (from, to) => reporting(from, () => copyWhole(from, to)),
    symlink: (target, path) => reporting(path, () => symlink(target, path)),
    readLink: (path) => reporting(path, () => readlink(path)),
    realPath: (path) => reporting(path, () => resolveRealPath(path)),
    rename: (from, to) => reporting(from, () => rename(from, to)),
    remove: (path) => reporting(path, () => rm(path, { recursive: true, force: true })),
    removeEmptyDirectory: (path) => reporting(path, () => removeIfEmpty(path)),
  }
}

function writeWhole(path: string, data: string | Uint8Array, { mode, durable }: { mode: number; durable: boolean }): Promise<void> {
  return replaceFile(path, {
    durable,
    async fill(temporary) {
      const handle = await open(temporary, 'wx', mode)
      try {
        await handle.chmod(mode)
        await handle.writeFile(data)
        if (durable) await handle.sync()
      } finally {
        await handle.close()
      }
    },
  })
}

async function makeFolders(path: string, mode: number): Promise<void> {
  await mkdir(path, { recursive: true, mode })
}

async function copyWhole(from: string, to: string): Promise<void> {
  const flags = constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL
  try {
    await copyFile(from, to, flags)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    await replaceFile(to, { durable: false, fill: (temporary) => copyFile(from, temporary, flags) })
  }
}

async function statOrNull(path: string, follow: boolean): Promise<FileStat | null> {
  try {
    return toStat(follow ? await stat(path) : await lstat(path))
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return null
    throw error
  }
}

async function removeIfEmpty(path: string): Promise<boolean> {
  try {
    await rmdir(path)
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
