import { basename, dirname, join, normalize } from 'node:path'
import { FileError, type Files, type FileStat } from '../../ports/files.ts'
import { pathWithin } from '../contained-path.ts'
import { explainFileError } from '../file-error-text.ts'
import type { SpecProblem } from '../spec-problem.ts'

/** Where a File stands. */
export interface FileTarget {
  readonly realPath: string
  /** From the project's root, with forward slashes. */
  readonly path: string
  readonly realRoot: string
  /** What is there now, not looking through symlinks. */
  readonly stat: FileStat | null
}

/** A place a File may stand at, or why it may not. */
export type ResolvedTarget = { readonly ok: true; readonly target: FileTarget } | { readonly ok: false; readonly problem: SpecProblem }

/** A path to resolve: absolute, with what may not be overwritten. */
export interface TargetRequest {
  readonly projectRoot: string
  /** Absolute, or relative to the project's root. */
  readonly path: string
  /** The file that declares it, relative to the root; null when no document is left. */
  readonly declaredIn: string | null
}

/** Finds the real place of a File and judges it by that. The folders above it may be missing. */
export async function resolveTarget(files: Files, request: TargetRequest): Promise<ResolvedTarget> {
  const shown = normalize(request.path)
  try {
    const realRoot = await files.realPath(request.projectRoot)
    const wanted = join(realRoot, request.path)
    const realPath = join(await files.realPath(dirname(wanted)), basename(wanted))
    const path = pathWithin(realRoot, realPath)
    if (path === null || path === '') return refused('path-outside-project', `${shown} leads out of the project`, 'a File may stand only inside the project')
    const reserved = reservedBecause(path, request.declaredIn)
    if (reserved !== null) return refused('resource-invalid', `${path} ${reserved}`, 'choose another path')
    const stat = await files.stat(realPath, { follow: false })
    if (stat !== null && stat.kind !== 'file')
      return refused('resource-invalid', `${path} is ${kindNames[stat.kind]}`, 'choose another path, or take away what is there')
    if (stat === null && (await files.stat(dirname(realPath)))?.kind === 'file') throw new FileError('not-a-directory', realPath)
    return { ok: true, target: { realPath, path, realRoot, stat } }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return { ok: false, problem: { code: 'file-unreadable', ...explainFileError(error, shown), path: ['path'] } }
  }
}

const kindNames = { directory: 'a folder', symlink: 'a symlink', other: 'no regular file' } as const

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
