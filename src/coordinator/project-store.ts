import { posix } from 'node:path'
import type { Diagnostic } from '../events/diagnostic.ts'
import { coordinationFile } from '../manifest/coordination-config.ts'
import type { Instant } from '../ports/clock.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { Ports } from '../ports/ports.ts'
import type { StorePlace } from '../ports/store-files.ts'
import type { RunRecord, Store } from '../ports/store.ts'
import { heldDiagnostic, type EnvironmentHolder } from './environment-holder.ts'
import type { ReadProject } from './read-project.ts'
import { answered, refused, type Result } from './result.ts'

/** How a store is opened. */
export interface StoreWanted {
  readonly ports: Pick<Ports, 'openStore' | 'storeFiles' | 'clock'>
  /** Told what a person should know of copies that could not be written. */
  readonly events: EventSink
  /** Makes it when it is not there. */
  readonly create: boolean
}

/** Opens the store of a project. The caller closes it. */
export async function openProjectStore(project: StoredProject, { ports, events, create }: StoreWanted): Promise<Result<{ store: Store; created: boolean }>> {
  const folder = backupFolder(project)
  const failed = (why: string): void => {
    const message = `the run has ended, but no sealed copy of the state database could be written to ${folder ?? ''}: ${why}`
    events.emit({ type: 'notice', at: ports.clock.now(), level: 'warning', code: 'backup-failed', message })
  }
  const backup = folder === null ? {} : { backup: { folder, failed } }
  const opened = await ports.openStore({ ...storePlace(project), create, ...backup })
  if (opened.ok) return answered({ store: opened.store, created: opened.created })
  return refused([folder === null ? opened.diagnostic : await withNewestCopy(opened.diagnostic, ports, { project, folder })])
}

/** Where a copy is to be put back, the newest one is named. */
async function withNewestCopy(
  diagnostic: Diagnostic,
  { storeFiles }: Pick<Ports, 'storeFiles'>,
  { project, folder }: { readonly project: StoredProject; readonly folder: string },
): Promise<Diagnostic> {
  if (diagnostic.hint?.includes(' state restore FILE') !== true) return diagnostic
  const [newest] = await storeFiles.copies(storePlace(project), folder)
  return newest === undefined ? diagnostic : { ...diagnostic, hint: `${diagnostic.hint}; the newest one is ${newest.path}` }
}

/** What tells where the store of a project is. */
export type StoredProject = Pick<ReadProject, 'folders' | 'manifest' | 'config'>

/** The store itself, for what is done with it as a whole. */
export function storePlace({ folders, manifest }: StoredProject): StorePlace {
  const { name, id } = manifest.project
  return { path: folders.store, project: { name, id } }
}

/** Where the sealed copies of a project go, absolute; null for nowhere. A path is relative to the file that says it. */
export function backupFolder({ folders, config }: Pick<StoredProject, 'folders' | 'config'>): string | null {
  const said = config?.store.backup ?? null
  return said === null ? null : posix.resolve(folders.root, posix.dirname(coordinationFile), said)
}

/** A run that began and did not end, and the addresses of its steps that may or may not have taken effect. */
export interface UnfinishedRun {
  readonly run: RunRecord
  readonly open: readonly string[]
}

/** What is known of a run that began and did not end; whether its holder lives is not looked at. */
export async function interruptedRun(store: Store, environment: string): Promise<UnfinishedRun | null> {
  const run = await store.unfinishedRun(environment)
  if (run === null) return null
  const open = new Set<string>()
  for (const entry of await store.journal(run.id)) {
    if (entry.type === 'begin') open.add(entry.address)
    else open.delete(entry.address)
  }
  return { run, open: [...open].sort() }
}

/** The refusal to go on before somebody looked at an interrupted run. */
export function interruptedDiagnostic({ run, open }: UnfinishedRun, severity: Diagnostic['severity']): Diagnostic {
  const what =
    open.length === 0
      ? 'every step that had begun had ended, so the records are right'
      : `these steps had begun and may or may not have taken effect:\n${open.map((address) => `  ${address}`).join('\n')}`
  return {
    code: 'run-interrupted',
    severity,
    message: `run ${run.id} of ${run.environment} (${run.mode}, started ${isoTime(run.startedAt)} by ${run.holder.user}@${run.holder.host}) did not end; ${what}`,
    hint: `the next apply finds out what became of them and goes on; "genesis resume" does it now, "genesis logs ${run.id}" tells what was going on`,
  }
}

/** For a plan that is made beside an unfinished run: it goes on, where somebody holds the environment, or was interrupted. */
export function unfinishedWarning(found: UnfinishedRun, holder: EnvironmentHolder | null): Diagnostic {
  return holder === null ? interruptedDiagnostic(found, 'warning') : { ...heldDiagnostic(found.run.environment, holder), severity: 'warning' }
}

function isoTime(at: Instant): string {
  return new Date(at).toISOString()
}
