import { posix } from 'node:path'
import type { Clock } from '../../../ports/clock.ts'
import { FileError, type Files } from '../../../ports/files.ts'
import type { HeldLock, Locks } from '../../../ports/locks.ts'
import type { Processes } from '../../../ports/processes.ts'
import { runningIn } from '../../../ports/running-in.ts'
import { readWorker, rescueErroredState, writeWorker, type StackWorker } from './stack-worker.ts'

/** The folder in which Terraform works for one address. All paths absolute and real. */
export interface StackFolder {
  /** Holds the index, the digest of the last `init` and what was saved from failed runs. */
  readonly base: string
  /** The repository's files in their own layout. */
  readonly tree: string
  /** Terraform's data folder (`.terraform` elsewhere). */
  readonly data: string
  /** Not the address's stable folder: somebody else worked there. */
  readonly isScratch: boolean
  release(): Promise<void>
}

/** Where the stable folder of an address is. */
export function stableFolder(cacheFolder: string, projectKey: string, address: string): string {
  return `${cacheFolder}/${projectKey}/stacks/${address}`
}

/** What opening a stable folder needs. */
export interface StackFolderPorts {
  readonly files: Files
  readonly locks: Locks
  readonly processes: Pick<Processes, 'inspect'>
}

/**
 * The stable folder, locked, for a worker to be; null when somebody else works in it. A killed engine's lock is free, but the programs that it
 * started may work on for as long as they like. What they could not bring home is put aside for whoever asks for it.
 */
export async function openStableFolder(ports: StackFolderPorts, path: string, worker: StackWorker): Promise<StackFolder | null> {
  const { files, locks } = ports
  await files.makeDirectory(path, { mode: 0o700 })
  const base = await files.realPath(path)
  const lock = await locks.tryAcquire(`${base}/lock`)
  if (lock === null) return null
  try {
    const before = await readWorker(files, base)
    if (before !== null && (await runningIn(ports, before.folder)) !== null) {
      await lock.release()
      return null
    }
    if (before !== null) await rescueErroredState(files, base, before)
    await writeWorker(files, base, worker)
    return folderAt(base, lock)
  } catch (error) {
    await lock.release()
    throw error
  }
}

/**
 * Makes the stable folder of an address that of another one, which has none yet: what is in it need not be made again. Left alone where
 * somebody works in it.
 */
export async function takeOverFolder(
  { files, locks }: { readonly files: Files; readonly locks: Locks },
  { from, to }: { from: string; to: string },
): Promise<void> {
  if ((await files.stat(to)) !== null || (await files.stat(from)) === null) return
  const lock = await locks.tryAcquire(`${await files.realPath(from)}/lock`)
  if (lock === null) return
  try {
    await files.makeDirectory(posix.dirname(to), { mode: 0o700 })
    await files.rename(from, to)
    // What Terraform has put into its data folder names the folder in places.
    await files.remove(`${to}/init.json`)
  } catch (error) {
    // It only saves work: somebody may have been faster.
    if (!(error instanceof FileError)) throw error
  } finally {
    await lock.release()
  }
}

/** A folder below `path` that nobody else knows of. */
export async function openScratchFolder(files: Files, path: string): Promise<StackFolder> {
  await files.makeDirectory(path, { mode: 0o700 })
  return folderAt(await files.realPath(path), null)
}

const pollMs = 100

/** Waits for the stable folder; null when the signal came, or the time was over. */
export async function waitForStableFolder(
  ports: StackFolderPorts & { readonly clock: Clock },
  path: string,
  { worker, signal, waitMs, onWait }: { readonly worker: StackWorker; readonly signal: AbortSignal; readonly waitMs: number; readonly onWait: () => void },
): Promise<StackFolder | null> {
  const started = ports.clock.monotonicMs()
  for (let first = true; !signal.aborted; first = false) {
    const folder = await openStableFolder(ports, path, worker)
    if (folder !== null) return folder
    if (ports.clock.monotonicMs() - started >= waitMs) return null
    if (first) onWait()
    await ports.clock.sleep(pollMs, signal)
  }
  return null
}

function folderAt(base: string, lock: HeldLock | null): StackFolder {
  return { base, tree: `${base}/tree`, data: `${base}/data`, isScratch: lock === null, release: () => lock?.release() ?? Promise.resolve() }
}
