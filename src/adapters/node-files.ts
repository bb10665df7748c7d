import { constants, type Dirent, type Stats } from 'node:fs'
import { appendFile, chmod, copyFile, lstat, mkdir, open, readdir, readlink, rename, rm, rmdir, stat, symlink, type FileHandle } from 'node:fs/promises'
import { FileError, type Files, type FileStat } from '../ports/files.ts'
import { errorCode, reporting } from './file-error.ts'
import { resolveRealPath } from './real-path.ts'
import { replaceFile } from './replace-file.ts'

/** The machine's file system. */
export function nodeFiles(): Files {
  return {
    read: (path, { maxBytes }) => reporting(path, () => readBounded(path, maxBytes)),
    readText: (path, { maxBytes }) => reporting(path, async () => (await readBounded(path, maxBytes)).toString('utf8')),
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

async function readBounded(path: string, maxBytes: number): Promise<Buffer> {
  // Without O_NONBLOCK, opening a FIFO that nobody writes to would wait for ever.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const info = await handle.stat()
    if (info.isDirectory()) throw new FileError('is-a-directory', path)
    if (info.isFIFO() || info.isSocket()) throw new FileError('io', path, { cause: 'not a regular file' })
    if (info.size > maxBytes) throw new FileError('too-large', path)
    return await readUpTo(handle, { path, expected: info.size, maxBytes })
  } finally {
    await handle.close()
  }
}

/** The size may be wrong (a file that grows, /proc): reading goes on until the end, or until there is one byte too many. */
async function readUpTo(handle: FileHandle, { path, expected, maxBytes }: { path: string; expected: number; maxBytes: number }): Promise<Buffer> {
  const chunks: Buffer[] = []
  let total = 0
  let room = expected + 1
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(room), 0, room, null)
    if (bytesRead === 0) return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
    total += bytesRead
    if (total > maxBytes) throw new FileError('too-large', path)
    chunks.push(buffer.subarray(0, bytesRead))
    room = Math.max(1, Math.min(64 * 1024, maxBytes + 1 - total))
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

function toStat(stats: Stats): FileStat {
  return { kind: kindOf(stats), size: stats.size, mode: stats.mode & 0o7777, modifiedMs: stats.mtimeMs, inode: stats.ino }
}

function toEntry(entry: Dirent): { name: string; kind: FileStat['kind'] } {
  return { name: entry.name, kind: kindOf(entry) }
}

function kindOf(entry: Stats | Dirent): FileStat['kind'] {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'directory'
  return entry.isSymbolicLink() ? 'symlink' : 'other'
}

/** By code unit: the same order on every machine. */
function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0
}
