import type { RunCounts, RunOutcome } from '../events/event.ts'
import type { Failure } from '../events/outcome.ts'
import type { Value } from '../expressions/value.ts'
import type { PlanDocument, Step } from '../plan/plan-document.ts'
import type { Provider } from '../plan/provider.ts'
import { runPart } from '../plan/run-part.ts'
import { recordedOutputs } from '../plan/recorded-value.ts'
import type { ResolvedResource } from '../plan/resolved-environment.ts'
import type { CheckpointCause, NewCheckpoint } from '../ports/checkpoint-store.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { RunHolds } from '../ports/hold-store.ts'
import type { Ports } from '../ports/ports.ts'
import { StoreError, type Holder, type RunToken, type Store } from '../ports/store.ts'
import { executeSteps, type StepEnd } from './execute-steps.ts'
import type { PreparedPlan } from './prepared-plan.ts'
import { providerContext } from './provider-context.ts'
import { redactingSink } from './redacting-sink.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { RunControl } from './run-control.ts'
import { nameOf } from './records-after.ts'
import { removeOutput } from './remove-output.ts'
import { RunScope } from './run-scope.ts'
import { createStateBackend } from './state-backend.ts'
import { statesBeforeMoves } from './states-before-moves.ts'
import { StepRunner } from './step-runner.ts'

/** What a run needs. The environment's lock is held by the caller. */
export interface RunOptions {
  readonly id: string
  readonly plan: PreparedPlan
  readonly store: Store
  readonly ports: Ports
  readonly provider: (kind: string) => Provider | null
  readonly validate: (resource: ResolvedResource, spec: Value) => Failure | null
  readonly processEnvironment: Readonly<Record<string, string>>
  readonly projectRoot: string
  readonly projectKey: string
  /** Where the run keeps its files, absolute. */
  readonly runFolder: string
  readonly holder: Holder
  readonly concurrency: number
  readonly retry: RetryPolicy
  readonly onFailure: Step['onFailure'] | null
  /** What its start does to the holds of the environment. */
  readonly holds: RunHolds
  /** What its checkpoints are made with; null where none are taken. */
  readonly checkpoints: RunCheckpoints | null
  /** How long a step waits for what somebody else has locked; left out where nobody said. */
  readonly lockTimeoutMs?: number
  readonly control: RunControl
  readonly events: EventSink
}

/** What the checkpoints of a run say beside its records. */
export interface RunCheckpoints {
  /** Digest of the sources that it applies; null where there are none: everything goes. */
  readonly sources: string | null
  readonly genesisVersion: string
  /** Makes sure that the sources are stored; called once the run is known, so that nobody drops them. */
  readonly storeSources: () => Promise<void>
  /** Drops what is too much of the environment's checkpoints. */
  readonly prune: (token: RunToken) => Promise<void>
}

/** How a run ended, step by step. */
export interface RunReport {
  readonly run: string
  readonly outcome: RunOutcome
  readonly counts: RunCounts
  readonly durationMs: number
  /** The steps that failed, in the order of the plan. */
  readonly failed: readonly { readonly step: string; readonly address: string; readonly failure: Failure }[]
  readonly skipped: readonly { readonly step: string; readonly address: string; readonly because: string }[]
}

/** Applies a plan: journal, steps, outcome. Rejects with {@link StoreError} only when the run could not even be started. */
export async function runPlan(options: RunOptions): Promise<RunReport> {
  const { ports, plan, store } = options
  const { document } = plan
  const started = ports.clock.monotonicMs()
  const part = runPart(document)
  const base = {
    id: options.id,
    environment: document.environment,
    mode: modeOf(document),
    plan: document.id,
    part,
    steps: document.steps.length,
    holder: options.holder,
  }
  const { checkpoints } = options
  const sources = checkpoints === null || checkpoints.sources === null ? {} : { sources: checkpoints.sources }
  const target = document.rollback === undefined ? {} : { target: document.rollback.number }
  const startedAt = ports.clock.now()
  const token = await store.startRun({ ...base, ...sources, ...target, startedAt }, checkpointAt(options, 'before', null) ?? undefined, options.holds)
  await checkpoints?.storeSources()
  const { redactor } = plan.outside
  const events = redactingSink(options.events, (text) => redactor.redact(text))
  events.emit({
    type: 'run-started',
    at: ports.clock.now(),
    run: options.id,
    environment: document.environment,
    mode: modeOf(document),
    part,
    steps: document.steps.length,
  })
  const { runner, skipped } = await walkSteps(options, {
    token,
    events,
    addSecrets: (secrets) => redactor.add(secrets),
    redact: (text) => redactor.redact(text),
  })
  const report = summarise({ options, runner, skipped, durationMs: ports.clock.monotonicMs() - started })
  await endRun(options, token, report)
  const { outcome, counts, durationMs } = report
  events.emit({ type: 'run-ended', at: ports.clock.now(), run: options.id, outcome, counts, durationMs })
  return report
}

/** What a run of the plan is called. */
function modeOf({ mode, rollback }: PlanDocument): 'apply' | 'destroy' | 'rollback' {
  return rollback === undefined ? mode : 'rollback'
}

interface Walk {
  readonly token: RunToken
  readonly events: EventSink
  readonly addSecrets: (secrets: readonly string[]) => void
  readonly redact: (text: string) => string
}

async function walkSteps(options: RunOptions, walk: Walk): Promise<{ runner: StepRunner; skipped: RunReport['skipped'] }> {
  const { ports, plan, control, store } = options
  const { clock, random, http } = ports
  const stateBackend = createStateBackend({ http, store: statesBeforeMoves(store, plan.moves), random, clock, token: walk.token })
  const childEnvironment = () => plan.outside.childEnvironment('apply')
  const sourcesOf = (address: string) => plan.wayBack?.sourcesOf(address)?.copy
  const contexts = { ...options, sourcesOf, childEnvironment, signal: control.signal, workFolder: options.runFolder, stateBackend, clock, events: walk.events }
  // What a step has read when it plans is what it applies: nothing is read again in between.
  const context = (step: Step) => providerContext({ ...contexts, generation: {} }, { name: step.id, address: step.address, timeoutMs: step.timeoutMs })
  const writeJournal = store.writeJournal.bind(store, walk.token)
  const { events, addSecrets, redact } = walk
  const { provider, validate, retry } = options
  const runner = new StepRunner({
    run: options.id,
    plan,
    scope: startScope(plan),
    control,
    retry,
    provider,
    context,
    validate,
    writeJournal,
    addSecrets,
    redact,
    clock,
    random,
    events,
  })
  const runStep = async (step: Step): Promise<StepEnd> => {
    const end = await afterBarrier(options, walk, { step, end: await runner.run(step) })
    // Recovery reads what the programs of a step wrote whose end is not recorded, or of which nobody can tell.
    const isSettled = end !== 'stop-all' && runner.failures.get(step.id)?.indeterminate !== true
    if (isSettled && plan.outside.redactor.knowsSecrets) await removeOutput(ports.files, context(step).folder)
    return end
  }
  const skipped: { step: string; address: string; because: string }[] = []
  const onSkipped = ({ id, address, action }: Step, because: string): void => {
    skipped.push({ step: id, address, because })
    events.emit({ type: 'step-skipped', at: clock.now(), run: options.id, step: id, address, action, because })
  }
  const stopTelling = tellStops(options, runner, events)
  try {
    await executeSteps({
      steps: plan.document.steps,
      concurrency: options.concurrency,
      control,
      onFailure: options.onFailure,
      runStep,
      onSkipped,
    })
  } finally {
    stopTelling()
    await stateBackend.close()
  }
  return { runner, skipped }
}

/** The checkpoint is written before the step is reported done: what waits for it has not begun. */
async function afterBarrier(options: RunOptions, { token }: Walk, { step, end }: { readonly step: Step; readonly end: StepEnd }): Promise<StepEnd> {
  const { plan, store } = options
  const isBarrier = plan.environment.resources.get(nameOf(step.address))?.declaration.lifecycle.checkpoint === true
  const checkpoint = checkpointAt(options, 'barrier', step.address)
  if (end !== 'succeeded' || !isBarrier || checkpoint === null) return end
  try {
    await store.addCheckpoint(token, checkpoint)
    return end
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return 'stop-all'
  }
}

/** Before the first step the sources are those of the checkpoint before it: these are not applied yet. */
function checkpointAt({ checkpoints, ports }: RunOptions, cause: CheckpointCause, address: string | null): NewCheckpoint | null {
  if (checkpoints === null) return null
  const { sources, genesisVersion } = checkpoints
  return { at: ports.clock.now(), cause, address, tree: cause === 'before' ? null : sources, stable: false, note: null, genesisVersion }
}

/** Outputs of what has no step are known from the start; those of the others come with their steps. */
function startScope(plan: PreparedPlan): RunScope {
  const scope = new RunScope(plan.environment, plan.environments)
  const withStep = new Set(plan.document.steps.map((step) => step.address))
  for (const [name, { declaration }] of plan.environment.resources) {
    const recorded = plan.records.get(declaration.address)
    if (recorded !== undefined && !withStep.has(declaration.address)) scope.setOutputs(name, recordedOutputs(recorded))
  }
  return scope
}

function tellStops(options: RunOptions, runner: StepRunner, events: EventSink): () => void {
  const { environment, mode } = options.plan.document
  return options.control.watch((level) => {
    if (level === 'none') return
    events.emit({ type: 'stopping', at: options.ports.clock.now(), run: options.id, environment, mode, level, running: runner.running })
  })
}

function summarise(ended: { options: RunOptions; runner: StepRunner; skipped: RunReport['skipped']; durationMs: number }): RunReport {
  const { options, runner, skipped, durationMs } = ended
  const { document } = options.plan
  const { steps } = document
  const failed = steps.flatMap((step) => {
    const failure = runner.failures.get(step.id) ?? null
    return failure === null ? [] : [{ step: step.id, address: step.address, failure }]
  })
  const counts: RunCounts = {
    succeeded: runner.failures.size - failed.length,
    failed: failed.length,
    skipped: skipped.length,
    indeterminate: failed.filter(({ failure }) => failure.indeterminate).length,
    awaitingApproval: failed.filter(({ failure }) => failure.reason === 'envelope-exceeded').length,
  }
  return {
    run: options.id,
    outcome: outcomeOf(counts, options.control, { document, leftPartsBehind: runner.leftPartsBehind }),
    counts,
    durationMs,
    failed,
    skipped,
  }
}

function outcomeOf(counts: RunCounts, control: RunControl, run: { readonly document: PlanDocument; readonly leftPartsBehind: boolean }): RunOutcome {
  const { steps, blocked } = run.document
  if (counts.succeeded === steps.length) return blocked.length === 0 ? 'succeeded' : 'partial'
  if (control.level !== 'none') return 'interrupted'
  if (counts.succeeded > 0 || run.leftPartsBehind) return 'partial'
  return counts.failed === counts.awaitingApproval ? 'awaiting-approval' : 'failed'
}

/** A gate that the plan left out may not have passed; all others have, where the run succeeded. */
function asksEveryGate({ plan, provider }: RunOptions): boolean {
  if (plan.document.partial === null) return true
  const planned = new Set(plan.document.resources.map(({ address }) => address))
  return [...plan.environment.resources.values()].every(({ declaration }) => planned.has(declaration.address) || provider(declaration.kind)?.isGate !== true)
}

/** A store that fails now has already failed a step: the run stays open, and the next command says so. */
async function endRun(options: RunOptions, token: RunToken, { outcome, counts }: RunReport): Promise<void> {
  const { store, ports, plan } = options
  const taken = checkpointAt(options, 'end', null)
  try {
    const complete = outcome === 'succeeded' && plan.document.partial === null && plan.document.blocked.length === 0
    const checkpoint = taken === null ? {} : { checkpoint: { ...taken, stable: outcome === 'succeeded' && asksEveryGate(options) } }
    await options.checkpoints?.prune(token)
    await store.endRun(token, { at: ports.clock.now(), outcome, counts, complete, ...checkpoint })
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
  }
}
