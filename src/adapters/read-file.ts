import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { FileError, type FileView } from '../ports/files.ts'
import type { AnsweringFolders } from './answering-folders.ts'
import { fileCalls } from './file-calls.ts'
import { errorCode } from './file-error.ts'
import { toStat } from './file-stat.ts'

/** What an open file of this size holds is read at once, for the way to the thread pool and back takes ten times as long as the reading. */
const smallBytes = 64 * 1024

/** The whole file, through symlinks, which may lead to a file system that does not answer; `too-large` when it holds more than so many bytes. */
export async function readBounded(path: string, maxBytes: number): Promise<Buffer> {
  // Without O_NONBLOCK, opening a FIFO that nobody writes to would wait for ever.
  const descriptor = await fileCalls.open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const info = fstatSync(descriptor)
    if (info.isDirectory()) throw new FileError('is-a-directory', path)
    if (info.isFIFO() || info.isSocket()) throw new FileError('io', path, { cause: 'not a regular file' })
    if (info.size > maxBytes) throw new FileError('too-large', path)
    return await readUpTo(descriptor, { path, expected: info.size, maxBytes })
  } finally {
    closeSync(descriptor)
  }
}

/** What stands at a path, not looking through a symlink, with the content of a regular file of at most so many bytes; null when nothing is there but the folder. */
export async function viewFile(path: string, maxBytes: number, folders: AnsweringFolders): Promise<FileView | null> {
  const descriptor = await openHere(path, folders)
  if (descriptor === null || typeof descriptor !== 'number') return descriptor === null ? null : { stat: toStat(descriptor), content: null }
  try {
    const info = fstatSync(descriptor)
    const whole = info.isFile() && info.size <= maxBytes
    return { stat: toStat(info), content: whole ? await readUpTo(descriptor, { path, expected: info.size, maxBytes }) : null }
  } finally {
    closeSync(descriptor)
  }
}

/** A descriptor; what is there where it is nothing that can be opened and no file either; null for nothing. */
async function openHere(path: string, folders: AnsweringFolders): Promise<number | Stats | null> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW
  try {
    return await folders.open(path, { atOnce: () => openSync(path, flags), later: () => fileCalls.open(path, flags) })
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      if (statSync(dirname(path), { throwIfNoEntry: false }) !== undefined) return null
      throw error
    }
    const info = lstatSync(path, { throwIfNoEntry: false })
    if (info === undefined || info.isFile()) throw error
    return info
  }
}

interface Reading {
  readonly path: string
  readonly expected: number
  readonly maxBytes: number
}

/** The size may be wrong (a file that grows, /proc): reading goes on until the end, or until there is one byte too many. */
async function readUpTo(descriptor: number, { path, expected, maxBytes }: Reading): Promise<Buffer> {
  const chunks: Buffer[] = []
  let total = 0
  let room = expected + 1
  for (;;) {
    const buffer = Buffer.allocUnsafe(room)
    const length = room <= smallBytes ? readSync(descriptor, buffer, 0, room, null) : await fileCalls.read(descriptor, buffer)
    const chunk = buffer.subarray(0, length)
    total += chunk.length
    if (total > maxBytes) throw new FileError('too-large', path)
    if (chunk.length > 0) chunks.push(chunk)
    // A byte more was asked for than there is: this was the end.
    if (chunk.length === 0 || (total === expected && chunk.length < room))
      return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
    room = Math.max(1, Math.min(smallBytes, maxBytes + 1 - total))
  }
}
