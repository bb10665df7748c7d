import type { PreparedPlan } from '../apply/prepared-plan.ts'
import type { Diagnostic } from '../events/diagnostic.ts'
import { movedBindings } from '../plan/plan-bindings.ts'
import { isUnsettled, type Intent } from '../plan/intent.ts'
import type { PlanDocument } from '../plan/plan-document.ts'
import type { ApplyRequest, Provider } from '../plan/provider.ts'
import { requestWords } from '../plan/run-part.ts'
import { shellWords } from '../plan/shell-words.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { Host, Ports } from '../ports/ports.ts'
import type { Store } from '../ports/store.ts'
import type { LoadedProject } from './load-project.ts'
import { bindingsNow, fetchSecrets, preparedParts } from './make-plan.ts'
import type { Past } from './checkpoints/past.ts'
import { wayBackOf } from './checkpoints/rollback-part.ts'
import { outsideFor } from './outside/outside-for.ts'
import { changedSecrets, secretDigests } from './outside/secret-digests.ts'
import type { PlanFile } from './plan-file.ts'
import { observedOnly } from './observe-guard.ts'
import { answered, refused, type Result } from './result.ts'

/** What opening a saved plan needs. */
export interface OpenPlanOptions {
  readonly project: LoadedProject
  readonly store: Store
  readonly provider: (kind: string) => Provider | null
  readonly file: PlanFile
  readonly ports: Ports
  readonly host: Host
  readonly signal: AbortSignal
  readonly events: EventSink
  /** What the plan goes back to; then `project` is what it declares. */
  readonly past?: Past
}

/** Makes a saved plan ready to be applied: not foreign, not used, nothing it is bound to moved. Its artifacts are laid out in the scratch folder. */
export async function openPlan(options: OpenPlanOptions): Promise<Result<PreparedPlan>> {
  const { project, store, file } = options
  const { document } = file
  const problem = foreign(project, document) ?? (await used(store, document))
  if (problem !== null) return refused([problem])
  const observed = observedOnly(project.environments.get(document.environment)?.declaration)
  if (observed.length > 0) return refused(observed)
  const now = await bindingsNow(options, document)
  if (!now.ok) return now
  const moved = [...movedBindings(document.bindings, now.value.bindings), ...newlyBlocked(document, now.value.scope.intents.values())]
  if (moved.length > 0) return refused([stale(document, moved)])
  const outside = outsideFor(options, document.environment, document.id)
  // They are asked for once nothing else speaks against the plan.
  const fetched = await fetchSecrets(now.value.scope, outside)
  if (!fetched.ok) return fetched
  const scope = fetched.value
  const changed = changedSecrets(file.secrets, await secretDigests(document.id, scope.secrets))
  if (changed.length > 0)
    return refused([
      stale(
        document,
        changed.map((name) => `the secret "${name}" was changed`),
      ),
    ])
  const changes = await layOut(options)
  const wayBack = options.past === undefined ? {} : { wayBack: wayBackOf(options.past, scope.known.moves) }
  const holds = await store.holds({ environment: document.environment })
  const prepared = { document: { ...document, holds }, examined: project.examined, changes, ...preparedParts(scope), ...wayBack }
  return answered({ ...prepared, secrets: scope.secrets, outside })
}

/** Says for each step of a plan that another run left it unsettled since. */
export function newlyBlocked(document: PlanDocument, intents: Iterable<Intent>): readonly string[] {
  const planned = new Set(document.steps.map(({ address }) => address))
  const open = [...intents].filter((intent) => isUnsettled(intent) && planned.has(intent.address))
  return open.map(({ address, run }) => `${address}: run ${run} did not get to its end`)
}

function foreign(project: LoadedProject, document: PlanDocument): Diagnostic | null {
  const { name, id } = project.manifest.project
  const same = id !== null && document.project.id !== null ? id === document.project.id : name === document.project.name
  if (same) return null
  const message = `the plan belongs to the project ${document.project.name}, this is ${name}`
  return { code: 'plan-foreign', severity: 'error', message, hint: 'apply it where it was made, or choose that project with --chdir' }
}

async function used(store: Store, document: PlanDocument): Promise<Diagnostic | null> {
  const run = await store.planUsedBy(document.id)
  if (run === null) return null
  return {
    code: 'plan-used',
    severity: 'error',
    message: `the plan was applied before, by run ${run}`,
    hint: `a plan is applied once: make a new one with ${planAgain(document)}`,
  }
}

/** What to type for a plan of the same. */
function planAgain(document: PlanDocument): string {
  const { environment, mode, rollback } = document
  if (rollback !== undefined) return shellWords(['genesis', 'rollback', environment, '--to', rollback.checkpoint, '--out', 'FILE'])
  return shellWords(['genesis', 'plan', environment, ...requestWords(document), ...(mode === 'destroy' ? ['--destroy'] : []), '--out', 'FILE'])
}

function stale(document: PlanDocument, moved: readonly string[]): Diagnostic {
  const list = moved.slice(0, 20).map((line) => `  ${line}`)
  return {
    code: 'plan-stale',
    severity: 'error',
    message: `the plan is stale: since ${document.createdAt}\n${list.join('\n')}${moved.length > 20 ? `\n  and ${moved.length - 20} more` : ''}`,
    hint: `make a new one: ${planAgain(document)}`,
  }
}

async function layOut({ project, file, ports: { files } }: OpenPlanOptions): Promise<ReadonlyMap<string, ApplyRequest['change']>> {
  const changes = new Map<string, ApplyRequest['change']>()
  for (const resource of file.document.resources) {
    const { address, action, before, after, replacePaths, memory } = resource
    const artifacts: Record<string, string> = {}
    const folder = `${project.folders.scratch}/${file.document.id}/saved/${address.replaceAll('/', '.')}`
    for (const [name, bytes] of Object.entries(file.artifacts[address] ?? {})) {
      await files.makeDirectory(folder, { mode: 0o700 })
      artifacts[name] = `${folder}/${name}`
      await files.write(artifacts[name], Buffer.from(bytes, 'base64'), { mode: 0o600, durable: false })
    }
    changes.set(address, { action, before, after, replacePaths, memory, artifacts })
  }
  return changes
}
