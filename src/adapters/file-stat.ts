import type { Dirent, Stats } from 'node:fs'
import type { FileStat } from '../ports/files.ts'

/** What the platform says of a file, in the port's words. */
export function toStat(stats: Stats): FileStat {
  return { kind: kindOf(stats), size: stats.size, mode: stats.mode & 0o7777, modifiedMs: stats.mtimeMs, inode: stats.ino }
}

/** What kind of thing an entry is. */
export function kindOf(entry: Stats | Dirent): FileStat['kind'] {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'directory'
  return entry.isSymbolicLink() ? 'symlink' : 'other'
}
