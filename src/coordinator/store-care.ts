import { FileError } from '../ports/files.ts'
import type { Ports } from '../ports/ports.ts'
import type { SealedCopy, StoreVerdict } from '../ports/store-files.ts'
import type { EnvironmentLocks } from './environment-locks.ts'
import type { ReadProject } from './read-project.ts'
import { backupFolder, storePlace } from './project-store.ts'
import { answered, refused, type Result } from './result.ts'

/** What the care of a project's store needs. */
export interface StoreCareOptions {
  readonly project: ReadProject
  readonly ports: Pick<Ports, 'files' | 'storeFiles' | 'random'>
  readonly locks: EnvironmentLocks
}

/** A store that was put back. */
export interface RestoredStore extends SealedCopy {
  /** Where what was there before is kept; null where nothing was. */
  readonly aside: string | null
  /** Runs that left a folder here and are not in the copy, oldest first: what they did is not recorded any more. */
  readonly laterRuns: readonly string[]
}

/** Writes a sealed copy of the store: to the file that is named, or to a new one in `store.backup`. */
export async function backUpStore({ project, ports }: StoreCareOptions, file: string | null): Promise<Result<SealedCopy>> {
  const folder = backupFolder(project)
  if (file === null && folder === null) {
    const hint = 'genesis state backup FILE, or name a folder as coordination.store.backup in config/coordination.yaml'
    return refused([{ code: 'usage', severity: 'error', message: 'it is not said where the copy is to go', hint }])
  }
  const { storeFiles, files, random } = ports
  if (file === null && folder !== null) await files.makeDirectory(folder, { mode: 0o700 })
  const copied = await storeFiles.copy(storePlace(project), file ?? `${folder ?? ''}/${random.id()}.genesis-store`)
  return copied.ok ? answered(copied.value) : refused([copied.diagnostic])
}

/** Looks at everything in the store, or in a sealed copy of it. Changes nothing. */
export async function verifyStore({ project, ports }: StoreCareOptions, copy: string | null, key: string | null): Promise<Result<StoreVerdict>> {
  const place = storePlace(project)
  const verdict = copy === null ? await ports.storeFiles.verify(place) : await ports.storeFiles.verifyCopy(place, copy, key)
  return verdict.ok ? answered(verdict.value) : refused([verdict.diagnostic])
}

/** Puts a sealed copy in the place of the store, while nobody works on any environment. What was there stays beside it. */
export async function restoreStore(options: StoreCareOptions, from: string, key: string | null): Promise<Result<RestoredStore>> {
  const { project, ports } = options
  return underAll(options, await environmentsOf(options), async () => {
    const restored = await ports.storeFiles.restore(storePlace(project), from, key)
    if (!restored.ok) return refused([restored.diagnostic])
    return answered({ ...restored.value, laterRuns: await runsAfter(options, restored.value.newestRun) })
  })
}

/** Those that are declared, and those that somebody once worked on. */
async function environmentsOf({ project, ports }: StoreCareOptions): Promise<readonly string[]> {
  const locked = (await namesIn(ports, project.folders.locks)).flatMap((name) => (name.endsWith('.lock') ? [name.slice(0, -'.lock'.length)] : []))
  return [...new Set([...project.manifest.environments.keys(), ...locked])].sort()
}

async function underAll<T>(options: StoreCareOptions, environments: readonly string[], work: () => Promise<Result<T>>): Promise<Result<T>> {
  const [first, ...rest] = environments
  if (first === undefined) return work()
  const nobody = { unfinishedRun: () => Promise.resolve(null) }
  return options.locks.under({ project: options.project, store: nobody }, first, () => underAll(options, rest, work))
}

/** Ids of runs sort by time. */
async function runsAfter({ project, ports }: StoreCareOptions, newest: string | null): Promise<readonly string[]> {
  return (await namesIn(ports, project.folders.runs)).filter((name) => name > (newest ?? '')).sort()
}

async function namesIn({ files }: Pick<Ports, 'files'>, folder: string): Promise<readonly string[]> {
  try {
    return (await files.list(folder)).map(({ name }) => name)
  } catch (error) {
    if (error instanceof FileError && error.reason === 'not-found') return []
    throw error
  }
}
