import type { Diagnostic } from '../events/diagnostic.ts'
import type { Instant } from '../ports/clock.ts'
import type { OpenStore } from '../ports/ports.ts'
import type { RunRecord, Store } from '../ports/store.ts'
import { heldDiagnostic, type EnvironmentHolder } from './environment-holder.ts'
import type { LoadedProject } from './load-project.ts'
import { answered, refused, type Result } from './result.ts'

/** Opens the store of a project; `create` makes it when it is not there. The caller closes it. */
export async function openProjectStore(
  openStore: OpenStore,
  project: Pick<LoadedProject, 'folders' | 'manifest'>,
  create: boolean,
): Promise<Result<{ store: Store; created: boolean }>> {
  const { name, id } = project.manifest.project
  const opened = await openStore({ path: project.folders.store, project: { name, id }, create })
  return opened.ok ? answered({ store: opened.store, created: opened.created }) : refused([opened.diagnostic])
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
