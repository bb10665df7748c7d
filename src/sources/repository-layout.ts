import { relative, sep } from 'node:path'
import type { Files } from '../ports/files.ts'
import type { Git } from '../ports/git.ts'

/** Where the project is in its repository. */
export interface RepositoryLayout {
  /** The repository's top folder, or the project's root where there is no repository; a real path. */
  readonly root: string
  /** The project's root below it, with forward slashes; '' where they are the same. */
  readonly project: string
  /** Whether git lists the files. */
  readonly hasGit: boolean
}

/** Finds layouts and remembers them: a project does not move to another repository while a process works on it. */
export class RepositoryLayouts {
  readonly #git: Git
  readonly #files: Files
  readonly #known = new Map<string, Promise<RepositoryLayout>>()

  constructor(git: Git, files: Files) {
    this.#git = git
    this.#files = files
  }

  /** The layout of the project at that root. */
  of(projectRoot: string): Promise<RepositoryLayout> {
    const known = this.#known.get(projectRoot) ?? this.#find(projectRoot)
    this.#known.set(projectRoot, known)
    return known
  }

  async #find(projectRoot: string): Promise<RepositoryLayout> {
    const project = await this.#files.realPath(projectRoot)
    const root = await this.#git.root(project)
    if (root === null) return { root: project, project: '', hasGit: false }
    return { root, project: relative(root, project).split(sep).join('/'), hasGit: true }
  }
}
