import { collectChanges } from './engine-changes.ts'
import { providerContext } from '../../src/apply/provider-context.ts'
import { walkPlan } from '../../src/apply/planning-walk.ts'
import type { PreparedPlan } from '../../src/apply/prepared-plan.ts'
import { recover } from '../../src/apply/recover.ts'
import { RunControl } from '../../src/apply/run-control.ts'
import { runPlan, type RunReport } from '../../src/apply/run-plan.ts'
import { chooseResources } from '../../src/coordinator/choose-resources.ts'
import { redactingSink } from '../../src/apply/redacting-sink.ts'
import { OutsideValues } from '../../src/coordinator/outside/outside-values.ts'
import { secretReaders } from '../../src/coordinator/outside/secret-readers.ts'
import type { Diagnostic } from '../../src/events/diagnostic.ts'
import type { Json, JsonObject } from '../../src/events/json.ts'
import { createTreeCompiler } from '../../src/expressions/compile-tree.ts'
import type { EnvironmentDeclaration, Lifecycle, Manifest, ResourceTemplate } from '../../src/manifest/manifest.ts'
import { nothingUnread } from '../../src/manifest/manifest.ts'
import { leaveOutBlocked } from '../../src/plan/leave-out-blocked.ts'
import { withSecrets } from '../../src/plan/secrets-scope.ts'
import { buildPlan } from '../../src/plan/build-plan.ts'
import { movedRecords } from '../../src/plan/moved-records.ts'
import { noMoves, pendingMoves } from '../../src/plan/pending-moves.ts'
import { renamedSince, reverseMoves } from '../../src/plan/reverse-moves.ts'
import { coverageOf, type PlanRollback } from '../../src/plan/rollback-plan.ts'
import { chooseForRollback, type LeftBehind } from '../../src/plan/rollback-scope.ts'
import type { PlannedResource } from '../../src/plan/planned-resource.ts'
import type { RecordedResource } from '../../src/plan/recorded-resource.ts'
import type { Replacement } from '../../src/plan/replacement.ts'
import { answered } from '../../src/coordinator/result.ts'
import { planBindings } from '../../src/plan/plan-bindings.ts'
import type { Examined, Provider } from '../../src/plan/provider.ts'
import { resolveEnvironment } from '../../src/plan/resolve-environment.ts'
import type { ResolvedEnvironment } from '../../src/plan/resolved-environment.ts'
import { everything, type SelectionRequest } from '../../src/plan/selection-request.ts'
import type { Ports } from '../../src/ports/ports.ts'
import { createHealthCheckProvider } from '../../src/providers/health-check/health-check-provider.ts'
import { CollectingSink } from './collecting-sink.ts'
import type { FakeOptions } from './fake-provider/fake-options.ts'
import { createFakeProvider } from './fake-provider/fake-provider.ts'
import { FakeWorld } from './fake-provider/fake-world.ts'
import { MemoryFiles } from './memory-files.ts'
import { MemoryStore } from './memory-store.ts'
import { noStates } from './no-states.ts'
import { noStoreFiles } from './no-store-files.ts'
import { plainLifecycle, resourceDeclaration, somewhere, templateOf } from './declaration-builder.ts'
import { ScriptedNetwork } from './scripted-network.ts'
import { ScriptedProcesses } from './scripted-processes.ts'
import { SeededRandom } from './seeded-random.ts'
import { VirtualClock } from './virtual-clock.ts'

/** A resource as a test writes it down. */
export interface FakeResource {
  /** Fake if nothing is said. */
  readonly kind?: 'Fake' | 'HealthCheck'
  readonly spec?: JsonObject
  readonly dependsOn?: readonly string[]
  readonly preventDestroy?: boolean
  readonly onFailure?: 'continue' | 'halt'
  readonly lifecycle?: Partial<Lifecycle>
  readonly forEach?: Json
  readonly movedFrom?: ResourceTemplate['movedFrom']
}

/** What is declared in the environment `dev`, by name. */
export type FakeSystem = Readonly<Record<string, FakeResource>>

/** What `dev` takes from elsewhere, and the machine that it is taken from. */
export type FakeOutside = Partial<Pick<EnvironmentDeclaration, 'env' | 'credentials' | 'secrets'>> & { readonly variables?: Readonly<Record<string, string>> }

/** How a run goes. */
export interface RunSettings {
  readonly concurrency?: number
  readonly onFailure?: 'continue' | 'halt' | null
  readonly control?: RunControl
}

/**
 * The whole engine but for YAML and the command line, in one process: a fake kind, a virtual clock, a store in memory. The world, the store
 * and the clock stay from plan to plan; what is declared changes.
 */
export class Engine {
  readonly clock = new VirtualClock()
  readonly store = new MemoryStore()
  readonly world = new FakeWorld()
  readonly sink = new CollectingSink()
  /** Whether `dev` is protected. */
  isProtected = false
  /** Stops what {@link start} runs. */
  readonly control = new RunControl()
  /** Programs that sources may name; everything else that would be started is a mistake of the test. */
  readonly processes = new ScriptedProcesses()
  readonly files = new MemoryFiles()
  /** What health checks ask. */
  readonly network = new ScriptedNetwork()
  #outside: FakeOutside
  readonly #random: SeededRandom
  readonly #kind: Partial<FakeOptions>
  #system: FakeSystem

  constructor(system: FakeSystem, options: { readonly kind?: Partial<FakeOptions>; readonly seed?: number; readonly outside?: FakeOutside } = {}) {
    this.#system = system
    this.#kind = options.kind ?? {}
    this.#outside = options.outside ?? {}
    this.#random = new SeededRandom(options.seed ?? 1)
  }

  /** Declares something else from now on. */
  declare(system: FakeSystem): void {
    this.#system = system
  }

  /** Sets a variable of the machine from now on; null takes it away. */
  setVariable(name: string, value: string | null): void {
    const others = Object.fromEntries(Object.entries(this.#outside.variables ?? {}).filter(([other]) => other !== name))
    this.#outside = { ...this.#outside, variables: value === null ? others : { ...others, [name]: value } }
  }

  /** Plans; throws with the messages when there are mistakes. */
  async plan(mode: 'apply' | 'destroy' = 'apply', selection: Partial<SelectionRequest> = {}, back: number | null = null): Promise<PreparedPlan> {
    const diagnostics: Diagnostic[] = []
    const resolved = this.#resolve(diagnostics)
    const outside = this.#outsideValues(resolved.declaration)
    const examined = await this.#examine(resolved)
    const all = await this.store.resources('dev')
    const provider = this.#provider()
    const past = back === null ? null : await this.#past(back, all)
    const { moves: pending, problems } = mode === 'apply' ? pendingMoves(resolved, all) : noMoves
    const moves = new Map([...pending, ...(past?.reversed ?? [])])
    if (problems.length > 0) throw new Error(problems.map(({ diagnostic }) => diagnostic.message).join('\n'))
    const records = movedRecords(all, moves, provider)
    const own = [...records.values()]
    const undeclared = own.filter(({ name }) => !resolved.resources.has(name))
    const command = { mode, selection: { ...everything, ...selection } }
    const rollback = past === null ? null : chooseForRollback({ environment: resolved, then: past.then, now: records, moves })
    const chosen =
      rollback !== null
        ? answered({ ...rollback, partial: null, replacements: new Map<string, Replacement>() })
        : chooseResources({ environments: new Map([['dev', resolved]]), examined }, resolved, { own, undeclared, command })
    if (!chosen.ok) throw new Error(chosen.diagnostics.map(({ message }) => message).join('\n'))
    const intents = await this.store.intents('dev')
    const { selected, removals, partial, replacements, blocked } = leaveOutBlocked({ environment: resolved, intents, records: own, moves }, chosen.value)
    const fetched = await outside.secrets(secretReaders(resolved, selected))
    if (!fetched.ok) throw new Error(fetched.diagnostics.map(({ message }) => message).join('\n'))
    const environment = withSecrets(resolved, fetched.values)
    const { clock } = this
    const planned = await walkPlan({
      environment,
      selected,
      replacements,
      examined,
      records,
      moves,
      mode,
      removals,
      environments: {},
      provider,
      context: (address) => providerContext(this.#contexts(outside), { name: address, address, timeoutMs: 300_000 }),
      validate: () => [],
      concurrency: 4,
      clock,
      events: redactingSink(this.sink, (text) => outside.redactor.redact(text)),
      addSecrets: (secrets) => outside.redactor.add(secrets),
      report: (diagnostic) => diagnostics.push(diagnostic),
    })
    if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
    const removed = removals.map(({ address }) => address)
    const bindings = () =>
      planBindings({
        project: this.#manifest().project,
        environment,
        selected,
        examined,
        records: new Map(all.map((record) => [record.address, record])),
        moves,
        removed,
        commit: null,
      })
    const document = buildPlan({
      id: this.#random.id(),
      createdAt: new Date(clock.now()).toISOString(),
      genesisVersion: '0.0.0',
      project: { name: 'test', id: null },
      environment,
      mode,
      partial,
      ...(rollback === null ? {} : { rollback: this.#rollback(back ?? 0, planned, rollback.left) }),
      set: [],
      holds: await this.store.holds({ environment: 'dev' }),
      planned,
      blocked,
      bindings,
      operationTimeoutMs: 300_000,
    })
    const open = new Map(intents.map((intent) => [intent.address, intent]))
    const prepared = { document, environment, examined, records, moves, intents: open, changes: collectChanges(planned), environments: {} }
    return { ...prepared, secrets: fetched.values, outside }
  }

  /** Plans the way back to a checkpoint; what was declared then has to be declared again: the sources of a checkpoint are the test's. */
  planBack(number: number): Promise<PreparedPlan> {
    return this.plan('apply', {}, number)
  }

  async #past(number: number, all: readonly RecordedResource[]) {
    const checkpoint = { environment: 'dev', number }
    const then = new Map((await this.store.resourcesAt(checkpoint)).map((record) => [record.address, record]))
    const now = new Set(all.map(({ address }) => address))
    return { then, reversed: reverseMoves(renamedSince(await this.store.tracesSince(checkpoint)), { then, now }) }
  }

  #rollback(number: number, planned: ReadonlyMap<string, PlannedResource>, left: readonly LeftBehind[]): PlanRollback {
    const coverage = coverageOf({ planned: planned.values(), left, letGo: new Map() })
    return { checkpoint: `dev.${number}`, number, takenAt: '', stable: true, note: null, sources: 'sha256:sources', coverage }
  }

  /** Applies a plan, or a fresh one. Sleeps of retries pass by themselves. */
  async carryOut(plan?: PreparedPlan, settings: RunSettings = {}): Promise<RunReport> {
    const running = this.start(plan ?? (await this.plan()), settings)
    const state = { ended: false }
    const report = running.finally(() => (state.ended = true))
    // Whoever awaits it below hears of it, too.
    report.catch(() => undefined)
    while (!state.ended) await this.clock.advanceToNext()
    return report
  }

  /** Starts a run and leaves the clock to the test. */
  start(plan: PreparedPlan, settings: RunSettings = {}): Promise<RunReport> {
    const provider = this.#provider()
    return runPlan({
      id: this.#random.id(),
      plan,
      store: this.store,
      ports: this.#ports(),
      provider,
      validate: () => null,
      processEnvironment: {},
      projectRoot: '/project',
      projectKey: 'test',
      runFolder: '/project/.genesis/runs/x',
      holder: { process: { pid: 1, startTime: '1' }, host: 'h', user: 'u' },
      concurrency: settings.concurrency ?? 4,
      retry: { maxRetries: 3, backoffMultiplier: 2 },
      onFailure: settings.onFailure ?? null,
      holds: {},
      checkpoints: { sources: 'sha256:sources', genesisVersion: '0.0.0', storeSources: () => Promise.resolve(), prune: () => Promise.resolve() },
      control: settings.control ?? this.control,
      events: this.sink,
    })
  }

  /** Recovers as the next engine would; gives a line for each step that was settled: `app applied`. */
  async recover(): Promise<readonly string[]> {
    const environment = 'dev'
    const holder = { process: { pid: 1, startTime: '1' }, host: 'h', user: 'u' }
    const token = await this.store.startRun({
      id: this.#random.id(),
      environment,
      mode: 'recover',
      plan: null,
      part: null,
      startedAt: this.clock.now(),
      holder,
      steps: 0,
    })
    const provider = this.#provider()
    const { files, processes } = this.#ports()
    const outside = this.#outsideValues(this.#dev())
    const settled = await recover({
      run: token.run,
      environment,
      store: this.store,
      writeJournal: this.store.writeJournal.bind(this.store, token),
      provider,
      context: ({ address }) => providerContext(this.#contexts(outside), { name: address, address, timeoutMs: null }),
      files,
      processes,
      clock: this.clock,
      events: this.sink,
      addSecrets: (secrets) => outside.redactor.add(secrets),
      redact: (text) => outside.redactor.redact(text),
      concurrency: 4,
      signal: new AbortController().signal,
    })
    const counts = { succeeded: 0, failed: 0, skipped: 0, indeterminate: 0, awaitingApproval: 0 }
    await this.store.endRun(token, { at: this.clock.now(), outcome: 'succeeded', counts, complete: false })
    return settled.map(({ address, found, message }) => `${address.slice(4)} ${found}${message === null ? '' : `: ${message}`}`)
  }

  /** What the plan would do, one line per resource that is not simply unchanged: `a create exact`. */
  async outline(mode: 'apply' | 'destroy' = 'apply', selection: Partial<SelectionRequest> = {}): Promise<readonly string[]> {
    const { document } = await this.plan(mode, selection)
    return document.resources
      .filter(({ action, exactness }) => action !== 'no-op' || exactness !== 'exact')
      .map(({ address, action, exactness }) => `${address.slice(4)} ${action} ${exactness}`)
  }

  /** The run's story so far, a word and a step per event; planning is left out. Empties it. */
  story(): readonly string[] {
    const lines = this.sink.events.flatMap((event) => {
      switch (event.type) {
        case 'step-started':
          return [`start ${event.step.slice(4)}${event.attempt > 1 ? ` again (${event.attempt})` : ''}`]
        case 'step-succeeded':
          return [`done ${event.step.slice(4)}`]
        case 'step-failed':
          return [`failed ${event.step.slice(4)}: ${event.failure.reason}`]
        case 'step-retrying':
          return [`retry ${event.step.slice(4)}`]
        case 'step-skipped':
          return [`skip ${event.step.slice(4)}: ${event.because}`]
        case 'run-ended':
          return [`run ${event.outcome}`]
        default:
          return []
      }
    })
    this.sink.events.length = 0
    return lines
  }

  #provider(): (kind: string) => Provider {
    const { world, clock, network, files, processes } = this
    const fake = createFakeProvider({ world, clock, ...this.#kind })
    const check = createHealthCheckProvider({ network, files, processes, clock })
    return (kind) => (kind === 'HealthCheck' ? check : fake)
  }

  #resolve(diagnostics: Diagnostic[]): ResolvedEnvironment {
    const manifest = this.#manifest()
    const environment = this.#dev()
    const report = (diagnostic: Diagnostic) => diagnostics.push(diagnostic)
    const resolved = resolveEnvironment({
      templates: new Map(),
      manifest,
      environment,
      git: { commit: null, branch: null },
      compile: createTreeCompiler(),
      report,
    })
    if (resolved === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
    return resolved
  }

  async #examine(environment: ResolvedEnvironment): Promise<ReadonlyMap<string, Examined>> {
    const provider = this.#provider()
    const examined = new Map<string, Examined>()
    for (const { declaration, spec } of environment.resources.values()) {
      examined.set(
        declaration.address,
        await provider(declaration.kind).examine({ declaration, spec }, { projectRoot: '/project', projectKey: 'test', processEnvironment: {} }),
      )
    }
    return examined
  }

  #manifest(): Manifest {
    return manifestOf(this.#system, { isProtected: this.isProtected, outside: this.#outside })
  }

  #dev(): EnvironmentDeclaration {
    const dev = this.#manifest().environments.get('dev')
    if (dev === undefined) throw new Error('no dev')
    return dev
  }

  #outsideValues(declaration: EnvironmentDeclaration): OutsideValues {
    const { signal } = new AbortController()
    const { variables: outside = {} } = this.#outside
    return new OutsideValues({ declaration, ports: this.#ports(), outside, projectRoot: '/project', folder: '/work/outside', signal, events: this.sink })
  }

  #contexts(outside: OutsideValues): Parameters<typeof providerContext>[0] {
    const stateBackend = noStates
    const { signal } = new AbortController()
    const childEnvironment = () => outside.childEnvironment('plan')
    const base = { signal, processEnvironment: {}, childEnvironment, projectRoot: '/project', projectKey: 'test', workFolder: '/work' }
    return { ...base, stateBackend, clock: this.clock, events: this.sink }
  }

  #ports(): Ports {
    const missing = (what: string) => () => {
      throw new Error(`the engine's tests have no ${what}`)
    }
    return {
      clock: this.clock,
      random: this.#random,
      files: this.files,
      locks: { tryAcquire: missing('locks'), joinLine: missing('locks'), isAwaited: missing('locks') },
      processes: this.processes,
      http: { serve: missing('http') },
      git: { repository: missing('git'), root: missing('git'), files: missing('git') },
      openStore: missing('store'),
      storeFiles: noStoreFiles,
    }
  }
}

function manifestOf(system: FakeSystem, { isProtected, outside }: { readonly isProtected: boolean; readonly outside: FakeOutside }): Manifest {
  const declarations = Object.entries(system).map(([name, resource]): ResourceTemplate => {
    const {
      kind = 'Fake',
      spec = {},
      dependsOn = [],
      preventDestroy = false,
      onFailure = 'continue',
      lifecycle: more,
      forEach = null,
      movedFrom = null,
    } = resource
    const lifecycle = { ...plainLifecycle, preventDestroy, onFailure, ...more }
    return templateOf(resourceDeclaration({ name, kind, spec, lifecycle, dependsOn: dependsOn.map((other) => ({ name: other, at: somewhere })) }), {
      forEach,
      movedFrom,
    })
  })
  const dev: EnvironmentDeclaration = {
    name: 'dev',
    labels: {},
    protected: isProtected,
    mode: 'manage',
    variables: { size: 2 },
    env: outside.env ?? {},
    credentials: outside.credentials ?? { plan: null, apply: null },
    secrets: outside.secrets ?? {},
    at: somewhere,
    locate: () => somewhere,
    layersAt: () => [],
  }
  const inOrder = declarations.sort((one, two) => (one.address < two.address ? -1 : 1))
  return { project: { name: 'test', id: null }, environments: new Map([['dev', dev]]), resources: new Map([['dev', inOrder]]), unread: nothingUnread }
}
