import { posix } from 'node:path'

/** A copy of the files of a repository as they were, to be read in place of those that are there now. */
export interface SourceTree {
  /** The copy of the repository's top folder; absolute and real. */
  readonly root: string
  /** The project's root below it, with forward slashes; '' where they are the same. */
  readonly project: string
}

/** Where a path from the repository's top stands in the working tree, also when sources are read in a copy; `project` leads from the top to the project. */
export function inWorkingTree({ projectRoot, project }: { readonly projectRoot: string; readonly project: string }, path: string): string {
  return posix.resolve(projectRoot, posix.relative(`/${project}`, '/'), path)
}

/** Where the project's own sources are read: in its folder, or in the copy. What is made stands in its folder in both cases. */
export function sourceRootOf({ projectRoot, sources }: { readonly projectRoot: string; readonly sources?: SourceTree | undefined }): string {
  if (sources === undefined) return projectRoot
  return sources.project === '' ? sources.root : `${sources.root}/${sources.project}`
}
