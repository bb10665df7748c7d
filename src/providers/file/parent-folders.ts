import { dirname, join } from 'node:path'
import { FileError, type Files } from '../../ports/files.ts'
import { pathWithin } from '../contained-path.ts'
import type { FileTarget } from './file-target.ts'

/** The folders above the place that are not there, from the project's root, the outer ones first. */
export async function missingFolders(files: Files, target: FileTarget): Promise<readonly string[]> {
  const missing: string[] = []
  for (let folder = dirname(target.realPath); folder !== target.root; folder = dirname(folder)) {
    const fromRoot = pathWithin(target.root, folder)
    if (fromRoot === null || fromRoot === '' || (await files.stat(folder, { follow: false })) !== null) break
    missing.unshift(fromRoot)
  }
  return missing
}

/** Makes the folders above the place. */
export function makeFolders(files: Files, target: FileTarget): Promise<void> {
  return files.makeDirectory(dirname(target.realPath), { mode: 0o755 })
}

/** Throws `permission` when a symlink that was put above the place since leads elsewhere. */
export async function expectFolder(files: Files, target: FileTarget): Promise<void> {
  const folder = dirname(target.realPath)
  if ((await files.realPath(folder)) !== folder) throw new FileError('permission', folder)
}

/** Removes those of the folders that are empty, the inner ones first. What cannot be removed stays: it is no content of ours. */
export async function removeEmptyFolders(files: Files, realRoot: string, folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) {
    try {
      const path = join(realRoot, folder)
      if ((await files.realPath(path)) === path) await files.removeEmptyDirectory(path)
    } catch (error) {
      if (!(error instanceof FileError)) throw error
    }
  }
}
