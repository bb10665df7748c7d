import type { Diagnostic } from '../events/diagnostic.ts'
import { isJsonObject } from '../events/json.ts'
import type { Instant } from '../ports/clock.ts'
import { FileError } from '../ports/files.ts'
import type { Ports } from '../ports/ports.ts'
import type { ProcessIdentity } from '../ports/processes.ts'
import type { Holder, Store } from '../ports/store.ts'
import type { LoadedProject } from './load-project.ts'

/** Who holds an environment now. */
export interface EnvironmentHolder extends Holder {
  readonly since: Instant
  /** The run it is about; null where none has begun, or for what is no run. */
  readonly run: string | null
}

/** What is needed to tell who holds an environment. */
export interface HolderOptions {
  readonly ports: Pick<Ports, 'files' | 'processes'>
  readonly store: Pick<Store, 'unfinishedRun'>
  /** See {@link holderPath}. */
  readonly path: string
}

const maxBytes = 4096

/** Puts a name to the lock that the caller has taken. It is there to be shown: what counts is the lock. */
export async function writeHolder(files: Ports['files'], path: string, holder: Omit<EnvironmentHolder, 'run'>): Promise<void> {
  try {
    await files.write(path, JSON.stringify(holder), { mode: 0o600, durable: false })
  } catch (error) {
    // A full disk says what it has to say where something is to be kept.
    if (!(error instanceof FileError)) throw error
  }
}

/** Takes the name of a holder away that gives the lock back. A name that stays says nothing: whoever reads it looks whether that process holds anything. */
export async function removeHolder(files: Ports['files'], path: string): Promise<void> {
  try {
    await files.remove(path)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
  }
}

/**
 * The process that holds an environment, as far as it can be told without trying the lock, which would be in the way of whoever comes at
 * that moment. One that is gone, or whose number another one has now, is not named.
 */
export async function environmentHolder({ ports, store, path }: HolderOptions, environment: string): Promise<EnvironmentHolder | null> {
  const named = await readHolder(ports.files, path)
  if (named === null || !(await ports.processes.isAlive(named.process))) return null
  const run = await store.unfinishedRun(environment)
  return { ...named, run: run !== null && isSame(run.holder.process, named.process) ? run.id : null }
}

/** Where the holder of an environment puts its name: beside the lock, which nobody else can open. */
export function holderPath({ folders }: Pick<LoadedProject, 'folders'>, environment: string): string {
  return `${folders.locks}/${environment}.holder`
}

/** Who holds an environment, in words. */
export function holderText(holder: EnvironmentHolder | null): string {
  if (holder === null) return 'another process'
  const { run, user, host, process, since } = holder
  return `${run === null ? '' : `run ${run} of `}${user}@${host} (process ${process.pid}, since ${new Date(since).toISOString()})`
}

/** The refusal to go on while somebody holds an environment. */
export function heldDiagnostic(environment: string, holder: EnvironmentHolder | null): Diagnostic {
  return {
    code: 'environment-held',
    severity: 'error',
    message: `${environment} is held by ${holderText(holder)}`,
    hint: 'one run at a time: wait for it to end, or stand in line with --lock-timeout 10m',
  }
}

function isSame(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.pid === other.pid && one.startTime === other.startTime
}

async function readHolder(files: Ports['files'], path: string): Promise<Omit<EnvironmentHolder, 'run'> | null> {
  try {
    const read: unknown = JSON.parse(await files.readText(path, { maxBytes }))
    return isHolder(read) ? read : null
  } catch (error) {
    if (error instanceof FileError || error instanceof SyntaxError) return null
    throw error
  }
}

function isHolder(read: unknown): read is Omit<EnvironmentHolder, 'run'> {
  if (!isJsonObject(read) || !isJsonObject(read['process'])) return false
  const { pid, startTime } = read['process']
  const { host, user, since } = read
  return typeof pid === 'number' && typeof startTime === 'string' && typeof host === 'string' && typeof user === 'string' && typeof since === 'number'
}
