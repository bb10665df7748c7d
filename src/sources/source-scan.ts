import { createHash } from 'node:crypto'
import type { Clock } from '../ports/clock.ts'
import { FileError, type Files } from '../ports/files.ts'
import type { Git } from '../ports/git.ts'
import { allAtOnce } from './all-at-once.ts'
import type { RepositoryLayout } from './repository-layout.ts'

/** A file of the repository as a scan found it; its content was not read. */
export interface SourceFile {
  /** Relative to the repository's top, with forward slashes. */
  readonly path: string
  readonly kind: 'file' | 'symlink'
  readonly size: number
  readonly modifiedMs: number
  readonly inode: number
  readonly executable: boolean
}

/** What is in a repository at one moment. */
export interface SourceScan {
  readonly root: string
  /** Sorted by path. */
  readonly files: readonly SourceFile[]
  /** Equal for two scans that found the same files with the same times. */
  readonly fingerprint: string
  /** The newest of all modification times. */
  readonly newestMs: number
  /** When it began, by the wall clock. */
  readonly scannedAt: number
}

const maxFiles = 200_000

/** Never part of a snapshot where no git tells what belongs to the sources. */
const skippedFolders = new Set(['.git', '.genesis', '.terraform', 'node_modules'])

/** What scanning needs. */
export interface ScanPorts {
  readonly files: Files
  readonly git: Git
  readonly clock: Pick<Clock, 'now'>
  /** Where snapshots are kept; were it inside a repository, they would hold each other. */
  readonly cacheFolder: string
}

/** Lists a repository and looks at every file once. Throws a FileError when it is too large or cannot be listed. */
export async function scanSources({ files, git, clock, cacheFolder }: ScanPorts, layout: RepositoryLayout): Promise<SourceScan> {
  const scannedAt = clock.now()
  const listed = layout.hasGit ? await git.files(layout.root) : await walk(files, { root: layout.root, cacheFolder })
  // A copy of earlier sources lies there itself.
  const isCopy = layout.root.startsWith(`${cacheFolder}/`)
  const paths = isCopy ? listed : listed.filter((path) => !`${layout.root}/${path}`.startsWith(`${cacheFolder}/`))
  if (paths.length > maxFiles) throw new FileError('too-large', layout.root)
  return makeScan(layout.root, scannedAt, await statFiles(files, layout.root, paths))
}

/** A scan of these files, which need not be sorted. */
export function makeScan(root: string, scannedAt: number, files: readonly SourceFile[]): SourceScan {
  const sorted = [...files].sort((one, two) => (one.path < two.path ? -1 : 1))
  const hash = createHash('sha256').update(root)
  let newestMs = 0
  for (const { path, kind, size, modifiedMs, inode, executable } of sorted) {
    hash.update(`${path}\0${kind}\0${size}\0${modifiedMs}\0${inode}\0${executable}\n`)
    newestMs = Math.max(newestMs, modifiedMs)
  }
  return { root, files: sorted, fingerprint: hash.digest('hex'), newestMs, scannedAt }
}

/** Looks at these files; what is gone by now, or is neither a file nor a symlink, is left out. */
export async function statFiles(files: Files, root: string, paths: readonly string[]): Promise<readonly SourceFile[]> {
  const found = await allAtOnce(paths, async (path): Promise<SourceFile | null> => {
    const stat = await files.stat(`${root}/${path}`, { follow: false })
    if (stat === null || (stat.kind !== 'file' && stat.kind !== 'symlink')) return null
    return { path, kind: stat.kind, size: stat.size, modifiedMs: stat.modifiedMs, inode: stat.inode, executable: (stat.mode & 0o100) !== 0 }
  })
  return found.filter((file) => file !== null)
}

async function walk(files: Files, { root, cacheFolder }: { readonly root: string; readonly cacheFolder: string }): Promise<readonly string[]> {
  const found: string[] = []
  const open = ['']
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const { name, kind } of await files.list(folder === '' ? root : `${root}/${folder}`)) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (kind === 'directory') {
        if (!skippedFolders.has(name) && `${root}/${path}` !== cacheFolder) open.push(path)
      } else if (kind !== 'other') found.push(path)
    }
    if (found.length > maxFiles || open.length > maxFiles) throw new FileError('too-large', root)
  }
  return found
}
