import type { Diagnostic, Report } from '../events/diagnostic.ts'
import { collectSecrets } from '../expressions/secret-values.ts'
import { hasUnknown, unknown, type Value } from '../expressions/value.ts'
import type { Action } from '../plan/action.ts'
import { effectiveAction } from '../plan/effective-action.ts'
import { assessExactness, type Assessment } from '../plan/exactness.ts'
import type { PlannedResource } from '../plan/planned-resource.ts'
import type { Examined, PlannedChange, PlanRequest, Provider, ProviderContext, Upstream } from '../plan/provider.ts'
import { deferredChange } from '../plan/deferred-change.ts'
import { keepIgnored } from '../plan/keep-ignored.ts'
import { OutsideError } from '../plan/outside-error.ts'
import { recordedOutputs } from '../plan/recorded-value.ts'
import { forgottenChange, refusedRemoval, removalRule } from '../plan/removal-rule.ts'
import { replaceProblem } from '../plan/replace-problem.ts'
import type { Replacement } from '../plan/replacement.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { ResolvedEnvironment, ResolvedResource } from '../plan/resolved-environment.ts'
import { ownScope } from '../plan/resource-scope.ts'
import { ResourceViews } from '../plan/resource-views.ts'
import { upstreamDigest } from '../plan/upstream-digest.ts'
import type { WayBack } from '../plan/way-back.ts'
import type { Clock } from '../ports/clock.ts'
import type { EventSink } from '../ports/event-sink.ts'
import { Pool } from './pool.ts'
import { walkGraph } from './walk-graph.ts'

/** What a planning walk needs. It changes nothing. */
export interface PlanningWalkOptions {
  readonly environment: ResolvedEnvironment
  /** The names to plan. Of what they wait for and is not among them, the recorded values are taken. */
  readonly selected: ReadonlySet<string>
  readonly examined: ReadonlyMap<string, Examined>
  /** By address. */
  readonly records: ReadonlyMap<string, RecordedResource>
  /** The old addresses of what is recorded under another one still, by the new ones, under which their records are given. */
  readonly moves: ReadonlyMap<string, string>
  readonly mode: 'apply' | 'destroy'
  /** What was noted of what is to become what it was, by its new address; left out for a plan that goes forward. */
  readonly notesOf?: WayBack['notesOf']
  /** What is to be replaced, by name. */
  readonly replacements: ReadonlyMap<string, Replacement>
  /** Records of what is to go. */
  readonly removals: readonly RecordedResource[]
  /** What `environments` stands for in expressions. */
  readonly environments: Value
  readonly provider: (kind: string) => Provider | null
  readonly context: (address: string, provider: Provider) => ProviderContext
  readonly validate: (resource: ResolvedResource, spec: Value) => readonly Diagnostic[]
  readonly concurrency: number
  readonly clock: Clock
  readonly events: EventSink
  /** Told of every sensitive text before anything is made of it. */
  readonly addSecrets: (secrets: readonly string[]) => void
  readonly report: Report
}

/** Asks every provider for its plan, in the order of the graph, as many at once as allowed. Mistakes are reported; what waits for a failed one is left out. */
export async function walkPlan(options: PlanningWalkOptions): Promise<ReadonlyMap<string, PlannedResource>> {
  const walk = new PlanningWalk(options)
  return walk.run()
}

class PlanningWalk {
  readonly #options: PlanningWalkOptions
  /** One at a time: what is made ready must not slow down what is planned. */
  readonly #ahead = new Pool(1)
  readonly #planned = new Map<string, PlannedResource>()
  /** By address. */
  readonly #preparing = new Map<string, Promise<void>>()
  /** Names with anything that changes before them, however far. */
  readonly #changesBefore = new Set<string>()
  readonly #views: ResourceViews
  readonly #missing = new Set<OutsideError>()

  constructor(options: PlanningWalkOptions) {
    this.#options = options
    this.#views = new ResourceViews(options.environment.groups)
  }

  async run(): Promise<ReadonlyMap<string, PlannedResource>> {
    this.#takeRecorded()
    const { environment, selected, removals, concurrency } = this.#options
    const chosen = [...environment.resources].filter(([name]) => selected.has(name))
    for (const [, resource] of chosen) if (resource.upstream.length > 0) this.#prepare(resource)
    const successors: readonly number[][] = [...chosen, ...removals].map(() => [])
    const index = new Map(chosen.map(([name], node) => [name, node]))
    chosen.forEach(([, { upstream }], node) => {
      for (const name of upstream) successors[index.get(name) ?? -1]?.push(node)
    })
    const visit = (node: number): Promise<void> => {
      const [name, resource] = chosen[node] ?? []
      if (name !== undefined && resource !== undefined) return this.#planResource(name, resource)
      const recorded = removals[node - chosen.length]
      return recorded === undefined ? Promise.resolve() : this.#planRemoval(recorded)
    }
    await walkGraph({ successors, concurrency, visit })
    await Promise.all(this.#preparing.values())
    return this.#planned
  }

  async #planResource(name: string, resource: ResolvedResource): Promise<void> {
    const upstream = this.#upstreamOf(resource)
    if (upstream === null) return
    if ([...upstream].some(([other, planned]) => this.#changesBefore.has(other) || changesAnything(planned))) this.#changesBefore.add(name)
    const said = this.#evaluate(resource)
    if (said === null) return
    const recorded = this.#options.records.get(resource.declaration.address) ?? null
    const spec = keepIgnored(said, resource.declaration, { recorded, provider: this.#options.provider(resource.declaration.kind) })
    const examined = this.#options.examined.get(resource.declaration.address)
    const assessment = assessExactness({ resource, spec, upstream, changesBefore: this.#changesBefore.has(name), readsWorld: examined?.readsWorld ?? false })
    if (assessment.exactness === 'deferred' && resource.upstream.length > upstream.size && assessment.waitsFor.length === 0) {
      this.#options.report(neverKnown(resource))
      return
    }
    const planned = await this.#ask({ resource, recorded, spec, assessment })
    if (planned === null) return
    this.#planned.set(planned.address, planned)
    this.#views.set(name, { spec: said, outputs: planned.outputs })
  }

  /** What is not planned looks to those that wait for it as its last apply left it. */
  #takeRecorded(): void {
    const { environment, selected, records } = this.#options
    for (const [name, resource] of environment.resources) {
      if (selected.has(name)) continue
      const recorded = records.get(resource.declaration.address)
      const evaluate = (): Value => this.#specAsRecorded(resource)
      this.#views.set(name, {
        outputs: recorded === undefined ? unknown : recordedOutputs(recorded),
        get spec(): Value {
          return evaluate()
        },
      })
    }
  }

  #specAsRecorded(resource: ResolvedResource): Value {
    const evaluated = resource.compiled.evaluate(this.#scopeOf(resource))
    return evaluated.ok ? evaluated.value : unknown
  }

  /** Those that are planned themselves. Null when one of them could not be. */
  #upstreamOf(resource: ResolvedResource): ReadonlyMap<string, PlannedResource> | null {
    const upstream = new Map<string, PlannedResource>()
    for (const name of resource.upstream) {
      if (!this.#options.selected.has(name)) continue
      const planned = this.#planned.get(`${resource.declaration.environment}/${name}`)
      if (planned === undefined) return null
      upstream.set(name, planned)
    }
    return upstream
  }

  #evaluate(resource: ResolvedResource): Value | null {
    if (resource.compiled.constant) return resource.spec
    const evaluated = resource.compiled.evaluate(this.#scopeOf(resource))
    if (!evaluated.ok) {
      for (const failure of evaluated.failures) this.#options.report({ severity: 'error', ...failure })
      return null
    }
    this.#options.addSecrets(collectSecrets(evaluated.value))
    const problems = this.#options.validate(resource, evaluated.value)
    problems.forEach((problem) => this.#options.report(problem))
    return problems.some((problem) => problem.severity === 'error') ? null : evaluated.value
  }

  #scopeOf({ declaration }: ResolvedResource): Parameters<ResolvedResource['compiled']['evaluate']>[0] {
    const { environment, environments } = this.#options
    return { ...environment.scope, ...ownScope(declaration), resources: this.#views.value, environments }
  }

  async #ask(asked: { resource: ResolvedResource; recorded: RecordedResource | null; spec: Value; assessment: Assessment }): Promise<PlannedResource | null> {
    const { resource, recorded, spec, assessment } = asked
    const { declaration } = resource
    const provider = this.#options.provider(declaration.kind)
    if (provider === null) return null
    this.#options.events.emit({ type: 'resource-planning', at: this.#options.clock.now(), address: declaration.address })
    const movedFrom = this.#options.moves.get(declaration.address) ?? null
    const replacement = this.#options.replacements.get(declaration.name) ?? null
    if (assessment.exactness !== 'deferred') await this.#preparing.get(declaration.address)
    const change =
      assessment.exactness === 'deferred'
        ? deferredChange(recorded, spec, provider)
        : await this.#providerPlan(provider, declaration.address, {
            recorded,
            desired: { declaration, spec },
            ...(movedFrom === null ? {} : { movedFrom }),
            ...(replacement === null ? {} : { replace: replacement }),
            ...(provider.isGate ? { upstream: this.#upstreamSeen(declaration.name) } : {}),
            ...this.#since(declaration.address),
          })
    if (change === null) return null
    const unreplaced = replacement === null ? null : replaceProblem(replacement, { declaration, change, ...assessment })
    if (unreplaced !== null) {
      this.#options.report(unreplaced)
      return null
    }
    const action = effectiveAction(change.action, { resource, recorded, movedFrom, isGate: provider.isGate })
    this.#emitPlanned(declaration.address, action, assessment.exactness)
    return {
      ...assessment,
      address: declaration.address,
      kind: declaration.kind,
      resolved: resource,
      recorded,
      movedFrom,
      replacement,
      action,
      change,
      outputs: assessment.exactness === 'deferred' ? unknown : change.outputs,
      canCoexist: change.canCoexist ?? provider.canCoexist,
      remakesWhole: provider.remakesWhole,
      bounded: provider.bounded,
      isGate: provider.isGate,
    }
  }

  #upstreamSeen(name: string): Upstream {
    const { environment, records, provider } = this.#options
    const revisionOf = (address: string): number => records.get(address)?.revision ?? 0
    const isGate = (kind: string): boolean => provider(kind)?.isGate === true
    return { changes: this.#changesBefore.has(name), digest: upstreamDigest(name, { environment, revisionOf, isGate }) }
  }

  #since(address: string): Pick<PlanRequest, 'since'> {
    const notes = this.#options.notesOf?.(address) ?? []
    return notes.length === 0 ? {} : { since: notes }
  }

  /**
   * What was never applied and has to wait for others is made ready meanwhile, and what would keep it from being planned is found before
   * anything is applied. Only its own plan and the end of the walk wait for it.
   */
  #prepare({ declaration, spec }: ResolvedResource): void {
    const { address } = declaration
    const provider = this.#options.provider(declaration.kind)
    if (provider?.prepare === undefined || this.#options.records.has(address) || !hasUnknown(spec)) return
    const task = this.#ahead.run(async () => {
      const context = { ...this.#options.context(address, provider), givesWay: true }
      const problems = await this.#unlessOutside(async () => provider.prepare?.({ address, declaration, spec }, context))
      problems?.forEach((problem) => this.#options.report({ address, ...problem }))
    })
    this.#preparing.set(address, task)
  }

  async #planRemoval(recorded: RecordedResource): Promise<void> {
    const provider = this.#options.provider(recorded.kind)
    if (provider === null) {
      const message = `${recorded.address} is recorded as a ${recorded.kind}, a kind that this installation does not have`
      this.#options.report({ code: 'unknown-kind', severity: 'error', message, hint: 'install the plugin that brings it', address: recorded.address })
      return
    }
    const change = await this.#removalChange(provider, recorded)
    if (change === null) return
    this.#emitPlanned(recorded.address, change.action, 'exact')
    this.#planned.set(recorded.address, {
      address: recorded.address,
      kind: recorded.kind,
      resolved: null,
      recorded,
      movedFrom: null,
      replacement: null,
      action: change.action,
      exactness: 'exact',
      waitsFor: [],
      change,
      outputs: recordedOutputs(recorded),
      canCoexist: provider.canCoexist,
      remakesWhole: provider.remakesWhole,
      bounded: provider.bounded,
      isGate: provider.isGate,
    })
  }

  async #removalChange(provider: Provider, recorded: RecordedResource): Promise<PlannedChange | null> {
    const { mode, environment, report } = this.#options
    if (provider.isGate) return forgottenChange(recorded)
    const rule = removalRule(recorded, { mode, isProtected: environment.declaration.protected })
    switch (rule) {
      case 'destroy':
        return this.#providerPlan(provider, recorded.address, { recorded, desired: null })
      case 'forget':
        return forgottenChange(recorded)
      case 'refuse':
        report(refusedRemoval(recorded))
        return null
      default:
        return rule satisfies never
    }
  }

  async #providerPlan(provider: Provider, address: string, request: Omit<Parameters<Provider['plan']>[0], 'address'>): Promise<PlannedChange | null> {
    const answer = await this.#unlessOutside(() => provider.plan({ address, ...request }, this.#options.context(address, provider)))
    if (answer === null) return null
    if (answer.ok) return answer.change
    answer.diagnostics.forEach((diagnostic) => this.#options.report({ address, ...diagnostic }))
    return null
  }

  /** Null where what comes from elsewhere could not be had. Many may wait for the same: it is said once. */
  async #unlessOutside<T>(task: () => Promise<T>): Promise<T | null> {
    try {
      return await task()
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error
      if (!this.#missing.has(error)) error.diagnostics.forEach((diagnostic) => this.#options.report(diagnostic))
      this.#missing.add(error)
      return null
    }
  }

  #emitPlanned(address: string, action: Action, exactness: Assessment['exactness']): void {
    this.#options.events.emit({ type: 'resource-planned', at: this.#options.clock.now(), address, action, exactness })
  }
}

/** Without what would give its inputs among what is planned, they stay unknown. */
function neverKnown({ declaration }: ResolvedResource): Diagnostic {
  const message = 'it reads a value that was never recorded, and nothing that is planned gives it'
  const hint = 'plan what it waits for, too: leave --only out'
  return { code: 'selection-invalid', severity: 'error', message, hint, address: declaration.address, at: declaration.at }
}

/** A rename changes nothing that anybody could read, and neither does a look. */
function changesAnything({ action, isGate }: PlannedResource): boolean {
  return action !== 'no-op' && action !== 'move' && !isGate
}
