import { join, resolve } from 'node:path'
import type { Files } from '../ports/files.ts'

/** Where a path that a document says leads to. */
export interface ContainedPath {
  readonly realPath: string
  /** From the project's root, with forward slashes; '' is the root itself. */
  readonly fromRoot: string
}

/** A path as written, and the folder it starts from, relative to the project's root. */
export interface PathInProject {
  readonly projectRoot: string
  readonly folder: string
  readonly path: string
}

/**
 * Follows a path from the folder of a document, every symlink on the way resolved; null when it leads out of the project. What is
 * missing at its end may be missing. Throws the FileError of a part that cannot be looked into.
 */
export async function resolveContained(files: Files, { projectRoot, folder, path }: PathInProject): Promise<ContainedPath | null> {
  const root = await files.realPath(projectRoot)
  const realPath = await files.realPath(resolve(join(root, folder), path))
  const fromRoot = pathWithin(root, realPath)
  return fromRoot === null ? null : { realPath, fromRoot }
}

/** How to get from a folder to a path in it, with forward slashes; null when it is not in it. Both are real paths. */
export function pathWithin(root: string, realPath: string): string | null {
  if (realPath === root) return ''
  const start = root.endsWith('/') ? root : `${root}/`
  return realPath.startsWith(start) ? realPath.slice(start.length) : null
}
