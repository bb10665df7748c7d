import { diagnosticFailure, evaluationFailure } from './step-failures.ts'
import type { RunningStep } from '../events/event.ts'
import type { Failure } from '../events/outcome.ts'
import { collectSecrets } from '../expressions/secret-values.ts'
import type { Value } from '../expressions/value.ts'
import { isBookkeeping, type Action } from '../plan/action.ts'
import { effectiveAction } from '../plan/effective-action.ts'
import { outsideEnvelope } from '../plan/envelope.ts'
import type { FlatChange } from '../plan/inner-change.ts'
import { keepIgnored } from '../plan/keep-ignored.ts'
import { declaredDigest } from '../plan/declared-digest.ts'
import { dependencyAddresses } from '../plan/dependency-addresses.ts'
import { intendedDeclaration, type Intent } from '../plan/intent.ts'
import type { PlanDocument, Step } from '../plan/plan-document.ts'
import type { ApplyRequest, PlannedChange, Provider, ProviderContext, StepOutcome, Upstream } from '../plan/provider.ts'
import { OutsideError, outsideFailure } from '../plan/outside-error.ts'
import { protectionStep } from '../plan/protection-change.ts'
import { recordedOutputs } from '../plan/recorded-value.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { Replacement } from '../plan/replacement.ts'
import type { ResolvedResource } from '../plan/resolved-environment.ts'
import { upstreamDigest } from '../plan/upstream-digest.ts'
import type { Clock } from '../ports/clock.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { Random } from '../ports/random.ts'
import { StoreError, type JournalEntry } from '../ports/store.ts'
import type { StepEnd } from './execute-steps.ts'
import type { PreparedPlan } from './prepared-plan.ts'
import { deposed, nameOf, recordsAfter } from './records-after.ts'
import { redactFailure } from './redacting-sink.ts'
import { retryDelayMs, waitToRetry, type RetryPolicy } from './retry-policy.ts'
import type { RunControl } from './run-control.ts'
import type { RunScope } from './run-scope.ts'

/** What running steps needs; one for a whole run. */
export interface StepRunnerOptions {
  readonly run: string
  readonly plan: PreparedPlan
  readonly scope: RunScope
  readonly control: RunControl
  readonly retry: RetryPolicy
  readonly provider: (kind: string) => Provider | null
  readonly context: (step: Step) => ProviderContext
  readonly validate: (resource: ResolvedResource, spec: Value) => Failure | null
  readonly writeJournal: (entry: JournalEntry) => Promise<void>
  readonly addSecrets: (secrets: readonly string[]) => void
  /** Takes the secrets out of a text that is to be kept. */
  readonly redact: (text: string) => string
  readonly clock: Clock
  readonly random: Random
  readonly events: EventSink
}

/** What a step is about once its inputs are known. */
interface Work {
  readonly step: Step
  readonly provider: Provider
  readonly context: ProviderContext
  readonly resource: ResolvedResource | null
  readonly request: ApplyRequest
  /** What dependents will see if there is nothing to do. */
  readonly outputs: Value
}

type Prepared = { readonly ok: true; readonly work: Work } | { readonly ok: false; readonly failure: Failure }

/** Runs single steps: inputs, a fresh plan where the old one was not exact, journal, provider, record. */
export class StepRunner {
  readonly #options: StepRunnerOptions
  /** How each step that ran ended; null for success. */
  readonly failures = new Map<string, Failure | null>()
  readonly #running = new Map<string, { readonly step: Step; readonly startedMs: number }>()
  /** By the address of the resource. */
  readonly #approved: ReadonlyMap<string, readonly FlatChange[]>
  /** Addresses with a step that deletes. */
  readonly #deleted: ReadonlySet<string>
  #leftPartsBehind = false
  /** By address, as they stand now. */
  readonly #revisions: Map<string, number>

  constructor(options: StepRunnerOptions) {
    this.#options = options
    const { resource_changes: changes, steps } = options.plan.document
    this.#approved = Map.groupBy(changes, ({ stack, address }) => stack ?? address)
    this.#revisions = new Map([...options.plan.records].map(([address, { revision }]) => [address, revision]))
    this.#deleted = new Set(steps.flatMap(({ action, address }) => (action === 'delete' ? [address] : [])))
  }

  /** Whether a step that failed had begun to act: something is there that was not before. */
  get leftPartsBehind(): boolean {
    return this.#leftPartsBehind
  }

  /** The steps that run now, the oldest first. */
  get running(): readonly RunningStep[] {
    const nowMs = this.#options.clock.monotonicMs()
    return [...this.#running.values()].map(({ step: { address, action }, startedMs }) => ({ address, action, durationMs: nowMs - startedMs }))
  }

  /** Never rejects: an engine that cannot write its journal is said as `stop-all`. */
  async run(step: Step): Promise<StepEnd> {
    const started = this.#options.clock.monotonicMs()
    this.#emitStarted(step, 1)
    this.#running.set(step.id, { step, startedMs: started })
    const failed = await this.#attempt(step)
    const failure = failed === null ? null : redactFailure(failed, this.#options.redact)
    this.#running.delete(step.id)
    const durationMs = this.#options.clock.monotonicMs() - started
    const common = { at: this.#options.clock.now(), run: this.#options.run, step: step.id, address: step.address, action: step.action, durationMs }
    this.failures.set(step.id, failure)
    if (failure === null) this.#options.events.emit({ type: 'step-succeeded', ...common })
    else this.#options.events.emit({ type: 'step-failed', ...common, failure })
    if (failure === null) return 'succeeded'
    return failure.reason === 'store-failed' ? 'stop-all' : 'failed'
  }

  async #attempt(step: Step): Promise<Failure | null> {
    try {
      const prepared = await this.#prepare(step)
      if (!prepared.ok) return prepared.failure
      return await this.#carryOut(prepared.work)
    } catch (error) {
      if (error instanceof StoreError) return storeFailure(error, this.#options.plan.document.environment)
      if (error instanceof OutsideError) return outsideFailure(error)
      throw error
    }
  }

  async #prepare(step: Step): Promise<Prepared> {
    const provider = this.#options.provider(step.kind)
    if (provider === null) return { ok: false, failure: diagnosticFailure(`no kind ${step.kind} is installed`, null) }
    const { plan } = this.#options
    const recorded = this.#recordedFor(step)
    const context = this.#options.context(step)
    const key = this.#keyOf(step)
    const change = plan.changes.get(step.address) ?? removalChange
    const resource = isRemoval(step) ? null : (plan.environment.resources.get(nameOf(step.address)) ?? null)
    if (resource === null) {
      const request = { address: step.address, recorded, desired: null, change: { ...change, action: step.action }, key }
      return { ok: true, work: { step, provider, context, resource, request, outputs: {} } }
    }
    const evaluated = this.#evaluate(resource, provider)
    if (!evaluated.ok) return evaluated
    const desired = { declaration: resource.declaration, spec: evaluated.spec }
    const replace = replacementOf(this.#options.plan.document, step)
    const since = this.#options.plan.wayBack?.notesOf(step.address) ?? []
    const asked = { ...(replace === null ? {} : { replace }), ...(since.length === 0 ? {} : { since }) }
    const upstream = provider.isGate ? { upstream: this.#upstreamNow(resource) } : {}
    const request = { address: step.address, recorded, desired, ...asked, ...upstream, change: { ...change, action: step.action }, key }
    const outputs = recorded === null ? {} : recordedOutputs(recorded)
    const work = { step, provider, context, resource, request, outputs }
    return step.exactness === 'exact' ? { ok: true, work } : this.#planAgain(work)
  }

  /** What is known not to have happened is tried again under its old key: whoever knows keys then never does it twice. */
  #keyOf({ id, address, action }: Step): string {
    const { document, intents } = this.#options.plan
    const before = intents.get(address)
    return before?.state.kind === 'not-applied' && before.action === action ? before.key : `${document.id}/${id}`
  }

  #evaluate(resource: ResolvedResource, provider: Provider): { readonly ok: true; readonly spec: Value } | { readonly ok: false; readonly failure: Failure } {
    const evaluated = this.#options.scope.evaluate(resource)
    if (!evaluated.ok) return { ok: false, failure: evaluationFailure(evaluated.failures) }
    const failure = this.#options.validate(resource, evaluated.value)
    if (failure !== null) return { ok: false, failure }
    // What is recorded counts for the second half of a replacement, too: the plan said so.
    const recorded = this.#options.plan.records.get(resource.declaration.address) ?? null
    const spec = keepIgnored(evaluated.value, resource.declaration, { recorded, provider })
    this.#options.addSecrets(collectSecrets(spec))
    return { ok: true, spec }
  }

  /** A plan that was made with expected values, or without any, is made again now that they are there; the approval covers no surprise. */
  async #planAgain(work: Work): Promise<Prepared> {
    const { address, recorded, desired, key, replace, since, upstream } = work.request
    const movedFrom = this.#options.plan.moves.get(address)
    const asked = {
      ...(movedFrom === undefined ? {} : { movedFrom }),
      ...(replace === undefined ? {} : { replace }),
      ...(upstream === undefined ? {} : { upstream }),
      ...(since === undefined ? {} : { since }),
    }
    const answer = await work.provider.plan({ address, recorded, desired, brief: true, ...asked }, work.context)
    if (!answer.ok) return { ok: false, failure: diagnosticFailure('planning it failed once its inputs were known', answer.diagnostics) }
    const surprises = this.#surprises(work.step, answer.change)
    if (surprises.length > 0) return { ok: false, failure: envelopeFailure(surprises) }
    const { resource, provider } = work
    const facts = resource === null ? null : { resource, recorded, movedFrom: movedFrom ?? null, isGate: provider.isGate }
    const change = facts === null ? answer.change : { ...answer.change, action: effectiveAction(answer.change.action, facts) }
    return { ok: true, work: { ...work, outputs: change.outputs, request: { ...work.request, brief: true, change, key } } }
  }

  #surprises(step: Step, change: PlannedChange): readonly FlatChange[] {
    return outsideEnvelope({ step, change, approved: this.#approved.get(step.address) ?? [] })
  }

  async #carryOut(work: Work): Promise<Failure | null> {
    const { action } = work.request.change
    if (action === 'no-op') {
      this.#remember(work, work.outputs)
      return null
    }
    const intent = this.#intent(work)
    const recordsOnly = onlyRecords(action, work.provider)
    await this.#write(this.#begin(intent, work.request.recorded, { recordsOnly }))
    const outcome = recordsOnly ? this.#bookkeeping(work) : await this.#applyWithRetries(work)
    await this.#write(this.#end(intent, work.request.recorded, outcome))
    if (!outcome.ok && outcome.recorded !== undefined && !work.provider.isGate) this.#leftPartsBehind = true
    if (outcome.ok && outcome.recorded !== null) this.#remember(work, recordedOutputs(outcome.recorded))
    return outcome.ok ? null : outcome.failure
  }

  async #write(entry: JournalEntry): Promise<void> {
    await this.#options.writeJournal(entry)
    for (const record of entry.records) {
      if ('put' in record) this.#revisions.set(record.put.address, record.put.revision)
      else this.#revisions.delete(record.remove)
    }
  }

  /** What is recorded by now of all that a gate waits for. */
  #upstreamNow({ declaration }: ResolvedResource): Upstream {
    const { plan, provider } = this.#options
    const revisionOf = (address: string): number => this.#revisions.get(address) ?? 0
    const isGate = (kind: string): boolean => provider(kind)?.isGate === true
    return { changes: false, digest: upstreamDigest(declaration.name, { environment: plan.environment, revisionOf, isGate }) }
  }

  #remember(work: Work, outputs: Value): void {
    if (work.resource === null) return
    this.#options.addSecrets(collectSecrets(outputs))
    this.#options.scope.setOutputs(work.resource.declaration.name, outputs)
  }

  async #applyWithRetries(work: Work): Promise<StepOutcome> {
    const { retry, clock, random, control } = this.#options
    for (let attempt = 1; ; attempt++) {
      const outcome = await applyOnce(work)
      if (outcome.ok || !outcome.failure.transient || outcome.failure.indeterminate || attempt > retry.maxRetries || control.level !== 'none') return outcome
      const delayMs = retryDelayMs(retry, attempt, random)
      const { id: step, address } = work.step
      this.#options.events.emit({ type: 'step-retrying', at: clock.now(), run: this.#options.run, step, address, attempt, delayMs, failure: outcome.failure })
      if (!(await waitToRetry(delayMs, clock, control.signal))) return outcome
      this.#emitStarted(work.step, attempt + 1)
    }
  }

  /** What only writes the record: the real thing is as it should be. */
  #bookkeeping(work: Work): StepOutcome {
    const { recorded } = work.request
    if (recorded === null || work.request.change.action === 'forget') return { ok: true, recorded: null }
    return { ok: true, recorded }
  }

  #intent({ step, request, resource, context }: Work): Intent {
    const { address, desired, key, change } = request
    const { action, memory } = change
    return {
      address,
      environment: this.#options.plan.document.environment,
      kind: step.kind,
      run: this.#options.run,
      step: step.id,
      action,
      key,
      folder: context.folder,
      at: this.#options.clock.now(),
      desired: desired === null ? null : { declaration: intendedDeclaration(desired.declaration), spec: desired.spec },
      keeps: resource === null ? null : this.#keeps(resource),
      memory,
      state: { kind: 'open' },
      ...this.#sources(address),
    }
  }

  #sources(address: string): Pick<Intent, 'sources'> {
    const sources = this.#options.plan.wayBack?.sourcesOf(address)
    return sources === undefined ? {} : { sources: sources.tree }
  }

  #keeps(resource: ResolvedResource): NonNullable<Intent['keeps']> {
    const { address, lifecycle } = resource.declaration
    const { preventDestroy, onRemove } = lifecycle
    const examined = this.#options.plan.examined.get(address)
    const declared = declaredDigest(resource, examined)
    return { owns: examined?.owns ?? [], dependencies: dependencyAddresses(resource), preventDestroy, onRemove, declared }
  }

  /** What was renamed moves before anything acts on it: from then on it stands under its new address, however the step ends. */
  #begin(intent: Intent, recorded: RecordedResource | null, { recordsOnly }: { readonly recordsOnly: boolean }): JournalEntry {
    const { step, address, action, key, folder, at } = intent
    const move = this.#options.plan.moves.get(address)
    const records = move === undefined || recorded === null ? [] : [{ put: recorded, move }]
    const protection = recorded === null || intent.keeps === null ? null : protectionStep(recorded.preventDestroy, intent.keeps.preventDestroy)
    const told = protection === null ? {} : { protection }
    return { type: 'begin', step, address, action, ...told, key, attempt: 1, folder, at, records, intent: recordsOnly ? null : intent }
  }

  #end(intent: Intent, recorded: RecordedResource | null, outcome: StepOutcome): JournalEntry {
    const failure = outcome.ok ? null : redactFailure(outcome.failure, this.#options.redact)
    const at = this.#options.clock.now()
    const status = outcome.ok ? 'ready' : 'incomplete'
    const records = outcome.recorded === undefined ? [] : recordsAfter({ intent, recorded, state: outcome.recorded, status, run: this.#options.run, at })
    const leaves = failure?.indeterminate === true ? ({ kind: 'indeterminate', message: failure.message } as const) : null
    const note = outcome.note === undefined ? {} : { note: outcome.note }
    return { type: 'end', step: intent.step, address: intent.address, at, failure, records, leaves, ...note }
  }

  /** The old object of a replacement is looked up where it stood before it was put aside. */
  #recordedFor(step: Step): RecordedResource | null {
    const { records } = this.#options.plan
    const direct = records.get(step.address)
    // A replacement of a kind that cannot stand beside its old self: by the time it is created, nothing is there.
    if (direct !== undefined) return step.action === 'create' && this.#deleted.has(step.address) ? null : direct
    const [original = ''] = step.address.split('~')
    const recorded = records.get(original)
    return recorded === undefined || original === step.address ? null : deposed(recorded)
  }

  #emitStarted({ id, address, action }: Step, attempt: number): void {
    this.#options.events.emit({ type: 'step-started', at: this.#options.clock.now(), run: this.#options.run, step: id, address, action, attempt })
  }
}

const removalChange: ApplyRequest['change'] = { action: 'delete', before: null, after: null, replacePaths: [], memory: null, artifacts: {} }

/** What the approved plan said is to be replaced; where nothing is left beside, the second half makes it anew by itself. */
function replacementOf({ resources }: PlanDocument, step: Step): Replacement | null {
  const asked = resources.find(({ address }) => address === step.address)?.reasons.find((reason) => reason.kind === 'replace-asked')
  if (asked === undefined) return null
  if (asked.inner.length > 0) return asked.inner
  return step.action === 'replace' ? 'itself' : null
}

/** A step that begins has an end in the journal, also where its programs cannot be started. */
async function applyOnce({ provider, request, context }: Work): Promise<StepOutcome> {
  try {
    return await provider.apply(request, context)
  } catch (error) {
    if (error instanceof OutsideError) return { ok: false, failure: outsideFailure(error) }
    throw error
  }
}

/** To a gate a read is a look at the world; to all others it puts a record in order. */
function onlyRecords(action: Action, { isGate }: Provider): boolean {
  return isBookkeeping(action) && !(isGate && action === 'read')
}

function isRemoval(step: Step): boolean {
  return step.action === 'delete' || step.action === 'forget'
}

function envelopeFailure(surprises: readonly FlatChange[]): Failure {
  const list = surprises.map((flat) => `  ${flat.change.actions.includes('create') ? '-/+ replace' : '- delete'} ${flat.address}`)
  return {
    reason: 'envelope-exceeded',
    message: `now that its inputs are known it would take away what the approved plan did not name:\n${list.join('\n')}`,
    hint: 'plan again: the deletes and replaces are in the plan then, to be approved',
    transient: false,
    indeterminate: false,
  }
}

/** Nothing is written after a failed write, so the run stays open, too. */
function storeFailure(error: StoreError, environment: string): Failure {
  return {
    reason: 'store-failed',
    message: error.message,
    hint: `nothing new was started; once the cause is gone, "genesis apply ${environment}" finds out what happened and goes on`,
    transient: false,
    indeterminate: true,
  }
}
