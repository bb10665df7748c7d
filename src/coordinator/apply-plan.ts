import type { PreparedPlan } from '../apply/prepared-plan.ts'
import type { RunControl } from '../apply/run-control.ts'
import { runPlan, type RunReport } from '../apply/run-plan.ts'
import { diagnosticFailure } from '../apply/step-failures.ts'
import { ExitCode } from '../events/exit-code.ts'
import type { Failure } from '../events/outcome.ts'
import type { Value } from '../expressions/value.ts'
import { validateSpec } from '../manifest/validate-spec.ts'
import { isBookkeeping } from '../plan/action.ts'
import { OutsideError } from '../plan/outside-error.ts'
import type { Provider } from '../plan/provider.ts'
import type { ResolvedResource } from '../plan/resolved-environment.ts'
import { FileError } from '../ports/files.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { Host, Ports } from '../ports/ports.ts'
import { StoreError, type Store } from '../ports/store.ts'
import type { CapturedSources } from '../sources/capture-sources.ts'
import { pruneAfterRun } from './checkpoints/change-checkpoints.ts'
import { captureProject } from './checkpoints/capture-project.ts'
import { storeSources } from './checkpoints/store-sources.ts'
import { newlyBlocked } from './open-plan.ts'
import { missingApproval } from './approval-guard.ts'
import { keepingHolds, onHold, holdsOfRun } from './hold-guard.ts'
import type { EnvironmentLocks } from './environment-locks.ts'
import type { LoadedProject } from './load-project.ts'
import { observedOnly } from './observe-guard.ts'
import type { ApplyCommand } from './plan-request.ts'
import { processEnvironment } from './process-environment.ts'
import { interruptedDiagnostic, interruptedRun, openProjectStore } from './project-store.ts'
import { answered, refused, type Result } from './result.ts'

/** What applying needs. */
export interface ApplyPlanOptions {
  readonly project: LoadedProject
  readonly plan: PreparedPlan
  readonly command: ApplyCommand
  readonly ports: Ports
  readonly host: Host
  readonly locks: EnvironmentLocks
  readonly provider: (kind: string) => Provider | null
  readonly control: RunControl
  /** Genesis' own. */
  readonly version: string
  /** Gets the events of the run; told its id before the first. */
  readonly events: (run: string) => EventSink
}

/** Applies a plan under the environment's lock, or says why not before anything is touched. */
export async function applyPlan(asked: ApplyPlanOptions): Promise<Result<RunReport>> {
  const options = { ...asked, command: { ...asked.command, ...holdOfRollback(asked.plan) } }
  const { project, plan, command, ports } = options
  const { environment } = plan.document
  const observed = observedOnly(plan.environment.declaration)
  if (observed.length > 0) return refused(observed)
  const missing = missingApproval(plan.document, plan.environment.declaration.protected, command)
  if (missing.length > 0) return refused(missing, ExitCode.approvalNeeded)
  const opened = await openProjectStore(project, { ports, events: options.events(''), create: true })
  if (!opened.ok) return opened
  const { store } = opened.value
  try {
    return await options.locks.under({ project, store }, environment, () => {
      if (opened.value.created) noticeNewStore(options)
      return runLocked(options, store)
    })
  } finally {
    await store.close()
  }
}

/** What was taken back does not come again by itself. */
function holdOfRollback({ document: { rollback } }: PreparedPlan): Pick<ApplyCommand, 'holds'> {
  return rollback === undefined ? {} : { holds: { place: `rolled back to ${rollback.checkpoint}` } }
}

function noticeNewStore({ project, ports, events }: ApplyPlanOptions): void {
  const message = `made a new state database: ${project.folders.store}`
  events('').emit({ type: 'notice', at: ports.clock.now(), level: 'info', code: 'store-created', message })
}

async function runLocked(options: ApplyPlanOptions, store: Store): Promise<Result<RunReport>> {
  const { plan, ports, command } = options
  const { environment } = plan.document
  const held = onHold(environment, keepingHolds(await store.holds({ environment }), command))
  if (held.length > 0) return refused(held, ExitCode.approvalNeeded)
  const interrupted = await interruptedRun(store, plan.document.environment)
  if (interrupted !== null) return refused([interruptedDiagnostic(interrupted, 'error')], ExitCode.locked)
  const overtaken = newlyBlocked(plan.document, await store.intents(plan.document.environment))
  const moved = [...(await movedSincePlanned(plan, store)), ...overtaken]
  if (moved.length > 0) {
    const message = `the records moved while the plan was looked at:\n${moved.map((line) => `  ${line}`).join('\n')}`
    return refused([{ code: 'plan-stale', severity: 'error', message, hint: 'plan again' }])
  }
  const unprepared = await askAhead(options)
  if (unprepared !== null) return unprepared
  const captured = plan.document.rollback === undefined ? await capture(options) : answered(null)
  if (!captured.ok) return captured
  const id = ports.random.id()
  try {
    if (captured.value !== null) await storeSources(store, captured.value)
    return answered(await runPlan(await runOptions(options, { store, id, captured: captured.value })))
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    const hint = 'nothing was applied: close what has it open, or make room on the disk, and try again'
    return refused([{ code: 'store-unusable', severity: 'error', message: error.message, hint }], ExitCode.error)
  }
}

/** What the programs of the steps need from elsewhere is fetched before the first one: a run that cannot go far is not begun. */
async function askAhead({ plan, provider }: ApplyPlanOptions): Promise<Result<never> | null> {
  const needed = plan.document.steps.some(({ kind, action }) => !isBookkeeping(action) && provider(kind)?.runsPrograms === true)
  if (!needed) return null
  try {
    await plan.outside.childEnvironment('apply')
    return null
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    return refused(error.diagnostics)
  }
}

/** The sources of the checkpoints; a run that nobody could go back from is not begun. */
async function capture({ project, ports, host }: ApplyPlanOptions): Promise<Result<CapturedSources>> {
  try {
    return answered(await captureProject(project, ports, host))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const message = `the sources could not be kept for the checkpoints of the run: ${error.path}: ${error.reason.replaceAll('-', ' ')}`
    return refused([{ code: 'file-unreadable', severity: 'error', message, hint: 'nothing was applied' }])
  }
}

interface Started {
  readonly store: Store
  readonly id: string
  /** Null for a rollback: its sources are stored. */
  readonly captured: CapturedSources | null
}

async function runOptions(options: ApplyPlanOptions, { store, id, captured }: Started): Promise<Parameters<typeof runPlan>[0]> {
  const { project, plan, ports, host, command } = options
  const { config, folders } = project
  const runFolder = `${folders.runs}/${id}`
  await ports.files.makeDirectory(runFolder, { mode: 0o700 })
  return {
    id,
    plan,
    store,
    ports,
    provider: options.provider,
    validate: failureOf,
    processEnvironment: processEnvironment(host.variables, plan.environment.declaration.env),
    projectRoot: folders.root,
    projectKey: folders.key,
    runFolder,
    holder: { process: await ports.processes.self(), host: host.name, user: host.user },
    concurrency: command.concurrency ?? config.maxConcurrentOperations,
    retry: config.retryPolicy,
    onFailure: command.onFailure,
    holds: holdsOfRun(command, { user: host.user, host: host.name }, ports.clock.now()),
    ...(options.locks.timeoutMs === null ? {} : { lockTimeoutMs: options.locks.timeoutMs }),
    checkpoints: {
      sources: captured?.digest ?? plan.document.rollback?.sources ?? null,
      genesisVersion: options.version,
      prune: (token) => pruneAfterRun(store, token, { keep: config.checkpoints.keep, at: ports.clock.now() }),
      storeSources: () => (captured === null ? Promise.resolve() : storeSources(store, captured)),
    },
    control: options.control,
    events: options.events(id),
  }
}

function failureOf(resource: ResolvedResource, spec: Value): Failure | null {
  const problems = validateSpec(resource.declaration.kind, spec, resource.declaration.locate)
  return problems.length === 0 ? null : diagnosticFailure('its values are not right now that they are known', problems)
}

/** The lock is taken after somebody looked at the plan: what another run did meanwhile must not be overwritten. */
async function movedSincePlanned(plan: PreparedPlan, store: Store): Promise<readonly string[]> {
  const now = new Map((await store.resources(plan.document.environment)).map((record) => [record.address, record.revision]))
  const planned = Object.entries(plan.document.bindings.revisions).filter(([address]) => address.startsWith(`${plan.document.environment}/`))
  return planned
    .filter(([address, revision]) => (now.get(address) ?? 0) !== revision)
    .map(([address, revision]) => `${address}: revision ${revision} became ${now.get(address) ?? 0}`)
}
