import type { Project } from '../manifest/manifest.ts'

/** Where things of a project are kept; all paths absolute. */
export interface ProjectFolders {
  readonly root: string
  /** Tells the project apart outside its root: its id, or its name when it has none. */
  readonly key: string
  readonly store: string
  readonly runs: string
  readonly locks: string
  /** For what a plan leaves until it is applied. */
  readonly scratch: string
}

/** The folders of a project whose root is `root`. */
export function projectFolders(root: string, project: Project, cacheFolder: string): ProjectFolders {
  const key = project.id ?? project.name
  return {
    root,
    key,
    store: `${root}/.genesis/state.db`,
    runs: `${root}/.genesis/runs`,
    locks: `${root}/.genesis/locks`,
    scratch: `${cacheFolder}/${key}/plans`,
  }
}
