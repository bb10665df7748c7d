import { basename, dirname, join, normalize } from 'node:path'
import { FileError, type Files, type FileStat } from '../../ports/files.ts'
import { pathWithin } from '../contained-path.ts'
import { explainFileError } from '../file-error-text.ts'
import { GenerationMemo } from '../generation-memo.ts'
import type { SpecProblem } from '../spec-problem.ts'

/** Where a File stands. */
export interface FileTarget {
  readonly realPath: string
  /** From the project's root, with forward slashes. */
  readonly path: string
  /** The project's. */
  readonly root: string
}

/** A place a File may stand at, or why it may not. */
export type ResolvedTarget = { readonly ok: true; readonly target: FileTarget } | { readonly ok: false; readonly problem: SpecProblem }

/** A path to resolve, with what may not be overwritten. */
export interface TargetRequest {
  readonly projectRoot: string
  /** Absolute, or relative to the project's root. */
  readonly path: string
  /** The file that declares it, relative to the root; null when no document is left. */
  readonly declaredIn: string | null
  /** As in a provider's context. */
  readonly generation: object | undefined
}

/** Finds the real places of Files and judges them by that. The folders above them may be missing. Looks at no file itself. */
export class FileTargets {
  readonly #files: Files
  readonly #realPaths = new GenerationMemo<string>()
  readonly #entries = new GenerationMemo<ReadonlyMap<string, FileStat['kind']>>()

  constructor(files: Files) {
    this.#files = files
  }

  async resolve(request: TargetRequest): Promise<ResolvedTarget> {
    const { projectRoot, declaredIn, generation } = request
    try {
      const wanted = join(projectRoot, request.path)
      const realPath = join(await this.#realPath(dirname(wanted), generation), basename(wanted))
      const path = pathWithin(projectRoot, realPath)
      if (path === null || path === '')
        return refused('path-outside-project', `${normalize(request.path)} leads out of the project`, 'a File may stand only inside the project')
      const reserved = reservedBecause(path, declaredIn)
      if (reserved !== null) return refused('resource-invalid', `${path} ${reserved}`, 'choose another path')
      return { ok: true, target: { realPath, path, root: projectRoot } }
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      return { ok: false, problem: { code: 'file-unreadable', ...explainFileError(error, normalize(request.path)), path: ['path'] } }
    }
  }

  /** What is in the way of a File, as far as can be told without opening it; null for nothing. */
  async obstacle({ realPath, path }: FileTarget, generation: object | undefined): Promise<SpecProblem | null> {
    try {
      const folder = dirname(realPath)
      const entries = await this.#entries.of(generation, folder, () => this.#list(folder))
      return noFile(path, entries.get(basename(realPath)) ?? 'file')
    } catch (error) {
      if (!(error instanceof FileError)) throw error
      return { code: 'file-unreadable', ...explainFileError(error, path), path: ['path'] }
    }
  }

  async #list(folder: string): Promise<ReadonlyMap<string, FileStat['kind']>> {
    try {
      return new Map((await this.#files.list(folder)).map(({ name, kind }) => [name, kind]))
    } catch (error) {
      // A folder may be opened to files and closed to lists: then planning is the first to see what stands there.
      if (error instanceof FileError && (error.reason === 'not-found' || error.reason === 'permission')) return new Map()
      throw error
    }
  }

  /** Many Files stand in few folders: these are looked at once. */
  #realPath(path: string, generation: object | undefined): Promise<string> {
    return this.#realPaths.of(generation, path, () => this.#files.realPath(path))
  }
}

const kindNames = { directory: 'a folder', symlink: 'a symlink', other: 'no regular file' } as const

/** What is wrong with a File's place if such a thing stands there; null for a file. */
export function noFile(path: string, kind: FileStat['kind']): SpecProblem | null {
  if (kind === 'file') return null
  return { code: 'resource-invalid', message: `${path} is ${kindNames[kind]}`, hint: 'choose another path, or take away what is there', path: ['path'] }
}

function refused(code: SpecProblem['code'], message: string, hint: string): ResolvedTarget {
  return { ok: false, problem: { code, message, hint, path: ['path'] } }
}

/** Why Genesis must not write there; null when it may. Compared without case: some file systems do not tell cases apart. */
function reservedBecause(path: string, declaredIn: string | null): string | null {
  const lower = path.toLowerCase()
  const parts = lower.split('/')
  if (parts.includes('.git')) return 'is inside .git'
  if (parts.includes('.genesis')) return 'is inside .genesis, where Genesis keeps its own data'
  const isManifest = parts.at(-1) === 'genesis.yaml' || lower === declaredIn?.toLowerCase() || manifestPlaces.some((place) => place.test(lower))
  return isManifest ? 'is a manifest of the project' : null
}

const manifestPlaces = [/^config\/coordination\.yaml$/, /^environments\/[^/]*\.ya?ml$/, /^policies\/[^/]*\.ya?ml$/, /^system\/.*\.ya?ml$/]
