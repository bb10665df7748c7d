import { providerContext } from '../apply/provider-context.ts'
import { redactingSink } from '../apply/redacting-sink.ts'
import { walkPlan } from '../apply/planning-walk.ts'
import type { PreparedPlan } from '../apply/prepared-plan.ts'
import { createStateBackend } from '../apply/state-backend.ts'
import { statesBeforeMoves } from '../apply/states-before-moves.ts'
import type { Diagnostic } from '../events/diagnostic.ts'
import { redactDiagnostic } from '../events/redact-diagnostic.ts'
import type { Value } from '../expressions/value.ts'
import { setTarget } from '../manifest/set-word.ts'
import { validateSpec } from '../manifest/validate-spec.ts'
import { buildPlan } from '../plan/build-plan.ts'
import { foreignValues } from '../plan/foreign-values.ts'
import { leaveOutBlocked } from '../plan/leave-out-blocked.ts'
import { ownershipConflicts, type Claim } from '../plan/ownership-conflicts.ts'
import { planBindings } from '../plan/plan-bindings.ts'
import type { Intent } from '../plan/intent.ts'
import type { PlannedResource } from '../plan/planned-resource.ts'
import { protectionProblems } from '../plan/protection.ts'
import type { Provider } from '../plan/provider.ts'
import { idleReaders } from '../plan/readers-of-remade.ts'
import { readReplaceWord, type Replacement } from '../plan/replacement.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { ResolvedEnvironment, ResolvedResource } from '../plan/resolved-environment.ts'
import { withSecrets } from '../plan/secrets-scope.ts'
import { stepTimeoutMs } from '../plan/step-timeout.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { Host, Ports } from '../ports/ports.ts'
import type { Store } from '../ports/store.ts'
import { chooseResources } from './choose-resources.ts'
import { currentRecords, type CurrentRecords } from './current-records.ts'
import { environmentNamed } from './environment-named.ts'
import type { LoadedProject } from './load-project.ts'
import { lookingContexts } from './looking-contexts.ts'
import { choosePast } from './checkpoints/past-scope.ts'
import { rollbackPart, wayBackOf } from './checkpoints/rollback-part.ts'
import type { Past } from './checkpoints/past.ts'
import { outsideFor } from './outside/outside-for.ts'
import type { OutsideValues } from './outside/outside-values.ts'
import { secretReaders } from './outside/secret-readers.ts'
import type { PlanCommand } from './plan-request.ts'
import type { PlanScope } from './plan-scope.ts'
import { backupFolder } from './project-store.ts'
import { answered, hasErrors, refused, type Result } from './result.ts'

/** What planning needs. */
export interface MakePlanOptions {
  readonly project: LoadedProject
  readonly store: Store
  readonly command: PlanCommand
  readonly ports: Ports
  readonly host: Host
  readonly provider: (kind: string) => Provider | null
  readonly version: string
  readonly events: EventSink
  readonly signal: AbortSignal
  /** The new plan's id. */
  readonly id: string
  /** The plan goes back to it, and `project` is what it declares. */
  readonly past?: Past
  /** Of a plan that goes back: addresses, by the names that they have now; nothing else is taken back. */
  readonly touched?: ReadonlySet<string>
}

/** Plans one environment: changes nothing, writes nothing to the store. */
export async function makePlan(options: MakePlanOptions): Promise<Result<PreparedPlan>> {
  const { past, touched = null } = options
  const chosen = past === undefined ? null : await choosePast({ ...options, past, touched })
  if (chosen?.ok === false) return chosen
  const scoped = chosen === null ? await chooseScope(options) : answered(chosen.value.scope, chosen.diagnostics)
  if (!scoped.ok) return scoped
  const { left, readers } = chosen?.value ?? { left: [], readers: new Set<string>() }
  const outside = outsideFor(options, options.command.environment, options.id)
  const fetched = await fetchSecrets(scoped.value, outside)
  if (!fetched.ok) return fetched
  const diagnostics: Diagnostic[] = [...scoped.diagnostics]
  const report = (diagnostic: Diagnostic): unknown => diagnostics.push(redactDiagnostic(diagnostic, (text) => outside.redactor.redact(text)))
  const walked = await walk(options, fetched.value, { outside, report })
  if (hasErrors(diagnostics)) return refused(diagnostics)
  const idle = idleReaders(walked, readers)
  const scope = { ...fetched.value, selected: fetched.value.selected.difference(idle) }
  const planned = new Map([...walked].filter(([, { resolved }]) => resolved === null || !idle.has(resolved.declaration.name)))
  const repository = await options.project.repository()
  const document = buildPlan({
    id: options.id,
    createdAt: new Date(options.ports.clock.now()).toISOString(),
    genesisVersion: options.version,
    project: { name: options.project.manifest.project.name, id: options.project.manifest.project.id },
    environment: scope.environment,
    mode: options.command.mode,
    holds: await options.store.holds({ environment: options.command.environment }),
    partial: scope.partial,
    ...(past === undefined ? {} : { rollback: rollbackPart(past, { planned, left }) }),
    set: options.project.set.map(setTarget),
    planned,
    blocked: scope.blocked,
    bindings: () => bindings(options.project, scope, repository?.commit ?? null),
    operationTimeoutMs: options.project.config.operationTimeoutMs,
  })
  diagnostics.push(...protectionProblems([...planned.values()], document.resource_changes))
  if (hasErrors(diagnostics)) return refused(diagnostics)
  const changes = new Map([...planned.values()].map(({ address, action, change }) => [address, { ...change, action }]))
  const wayBack = past === undefined ? {} : { wayBack: wayBackOf(past, scope.known.moves) }
  return answered({ document, examined: options.project.examined, changes, ...preparedParts(scope), secrets: scope.secrets, outside, ...wayBack }, diagnostics)
}

/** What a prepared plan has of its scope. */
export function preparedParts({
  environment,
  environments,
  known,
  intents,
}: PlanScope): Pick<PreparedPlan, 'environment' | 'environments' | 'records' | 'moves' | 'intents'> {
  const records = new Map([...known.current].filter(([, record]) => record.environment === environment.declaration.name))
  return { environment, environments, records, moves: known.moves, intents }
}

/** The same with the secrets that the chosen resources read. */
export async function fetchSecrets(scope: PlanScope, outside: OutsideValues): Promise<Result<PlanScope & Pick<PreparedPlan, 'secrets'>>> {
  const fetched = await outside.secrets(secretReaders(scope.environment, scope.selected))
  return fetched.ok
    ? answered({ ...scope, environment: withSecrets(scope.environment, fetched.values), secrets: fetched.values })
    : refused(fetched.diagnostics)
}

async function chooseScope({ project, store, command, provider }: MakePlanOptions): Promise<Result<PlanScope>> {
  const named = environmentNamed(project, command.environment)
  if (!named.ok) return named
  const environment = named.value
  const known = await currentRecords({ project, store, provider, ...command })
  const records = known.current
  const own = [...records.values()].filter((record) => record.environment === command.environment)
  const undeclared = own.filter((record) => !environment.resources.has(record.name))
  const gone = undeclared.filter(({ name }) => !known.moving.has(name))
  const problems = [...localStore(project, environment), ...conflicts(project, gone), ...emptied(environment, own, command)]
  if (problems.length > 0) return refused(problems)
  const { selection } = command
  const asked = {
    ...selection,
    targets: selection.targets.map(known.targetOf),
    exclude: selection.exclude.map(known.targetOf),
    replace: selection.replace.map(renamedReplace(known)),
  }
  const chosen = chooseResources(project, environment, { own, undeclared, command: { ...command, selection: asked } })
  if (!chosen.ok) return chosen
  const intents = await store.intents(command.environment)
  const choice = leaveOutBlocked({ environment, intents, records: own, moves: known.moves }, chosen.value)
  const { selected, removals } = choice
  const planned = new Set([...selected, ...removals.map(({ name }) => name)])
  const moveProblems = known.problems.filter(({ names }) => names.some((name) => planned.has(name))).map(({ diagnostic }) => diagnostic)
  if (hasErrors(moveProblems)) return refused(moveProblems)
  const foreign = foreignValues(environment, selected, records)
  if (foreign.diagnostics.length > 0) return refused(foreign.diagnostics)
  return answered({ environment, known, records, ...choice, intents: byAddress(intents), environments: foreign.value }, [
    ...chosen.diagnostics,
    ...moveProblems,
    ...withoutCopies(project, environment),
  ])
}

function byAddress(intents: readonly Intent[]): ReadonlyMap<string, Intent> {
  return new Map(intents.map((intent) => [intent.address, intent]))
}

/** A word that asks for a replacement, with the name that the resource has now. */
function renamedReplace({ targetOf }: CurrentRecords): (word: string) => string {
  return (word) => {
    const { target, inner } = readReplaceWord(word)
    return inner === null ? targetOf(target) : `${targetOf(target)}:${inner}`
  }
}

/** Two claims on one thing are wrong wherever they stand: all environments count, and what no document declares any more. */
function conflicts(project: LoadedProject, undeclared: readonly RecordedResource[]): readonly Diagnostic[] {
  const claims: Claim[] = []
  for (const environment of project.environments.values()) {
    for (const { declaration } of environment.resources.values()) {
      for (const owns of project.examined.get(declaration.address)?.owns ?? []) claims.push({ address: declaration.address, owns, at: declaration.at })
    }
  }
  const recorded = undeclared.flatMap((record) => record.owns.map((owns) => ({ address: record.address, owns, at: null })))
  return ownershipConflicts([...claims, ...recorded])
}

/** What a protected environment is recorded in must outlive one machine, unless somebody said that it need not. */
function localStore(project: LoadedProject, environment: ResolvedEnvironment): readonly Diagnostic[] {
  if (!environment.declaration.protected || project.config.store.allowLocal) return []
  const { name, at } = environment.declaration
  const message = `${name} is protected, and its state would be kept in a local database: ${project.folders.store}`
  const hint = 'if this machine is the only one that works on it, and is backed up, set coordination.store.allowLocal in config/coordination.yaml'
  return [{ code: 'store-unusable', severity: 'error', message, hint, at }]
}

/** The store is the only record of what it keeps: lost with its disk, nobody would know what is there. */
function withoutCopies(project: LoadedProject, { declaration }: ResolvedEnvironment): readonly Diagnostic[] {
  if (!declaration.protected || backupFolder(project) !== null) return []
  const message = `${declaration.name} is protected, and no run leaves a copy of its state database`
  const hint = 'name a folder on another disk as coordination.store.backup in config/coordination.yaml'
  return [{ code: 'no-backup', severity: 'warning', message, hint, at: declaration.at }]
}

function emptied(environment: ResolvedEnvironment, own: readonly RecordedResource[], command: PlanCommand): readonly Diagnostic[] {
  if (command.mode === 'destroy' || command.allowEmpty || environment.resources.size > 0 || own.length === 0) return []
  const { name, at } = environment.declaration
  return [
    {
      code: 'protected',
      severity: 'error',
      message: `no resource is declared for ${name} any more, but ${own.length} are recorded: applying this would delete them all`,
      hint: `if that is meant: genesis destroy ${name}, or --allow-empty`,
      at,
    },
  ]
}

interface Watching {
  readonly outside: OutsideValues
  readonly report: (diagnostic: Diagnostic) => void
}

async function walk(options: MakePlanOptions, scope: PlanScope, { outside, report }: Watching): Promise<ReadonlyMap<string, PlannedResource>> {
  const { project, ports } = options
  const events = redactingSink(options.events, (text) => outside.redactor.redact(text))
  const { clock, http, random } = ports
  const { moves } = scope.known
  const stateBackend = createStateBackend({ http, store: statesBeforeMoves(options.store, moves), random, clock, token: null })
  const workFolder = `${project.folders.scratch}/${options.id}`
  const contexts = {
    ...lookingContexts(options, { environment: options.command.environment, outside, workFolder, stateBackend, events }),
    generation: project.generation,
    sourcesOf: (address: string) => options.past?.sourcesOf(address)?.copy,
  }
  events.emit({ type: 'planning-started', at: clock.now(), environment: options.command.environment, resources: scope.selected.size + scope.removals.length })
  try {
    return await walkPlan({
      ...scope,
      moves,
      mode: options.command.mode,
      ...(options.past === undefined ? {} : { notesOf: wayBackOf(options.past, moves).notesOf }),
      examined: project.examined,
      provider: options.provider,
      context: (address, { bounded }) => {
        const resolved = scope.environment.resources.get(address.slice(address.indexOf('/') + 1)) ?? null
        const timeoutMs = stepTimeoutMs({ resolved, bounded, operationTimeoutMs: project.config.operationTimeoutMs })
        return providerContext(contexts, { name: address, address, timeoutMs })
      },
      validate: (resource: ResolvedResource, spec: Value) => validateSpec(resource.declaration.kind, spec, resource.declaration.locate),
      concurrency: project.config.maxConcurrentOperations,
      clock,
      events,
      addSecrets: (secrets) => outside.redactor.add(secrets),
      report,
    })
  } finally {
    await stateBackend.close()
  }
}

function bindings(project: LoadedProject, scope: PlanScope, commit: string | null): ReturnType<typeof planBindings> {
  return planBindings({
    project: project.manifest.project,
    environment: scope.environment,
    selected: scope.selected,
    examined: project.examined,
    records: scope.known.stored,
    moves: scope.known.moves,
    removed: scope.removals.map((record) => record.address),
    commit,
  })
}

/** The bindings that a plan of the same resources would have now; for telling whether a saved one is stale. */
export async function bindingsNow(
  { project, store, provider, past }: Pick<MakePlanOptions, 'project' | 'store' | 'provider' | 'past'>,
  saved: PreparedPlan['document'],
): Promise<Result<{ bindings: ReturnType<typeof planBindings>; scope: PlanScope }>> {
  if (past !== undefined) {
    const chosen = await choosePast({ store, provider, past, touched: null })
    if (!chosen.ok) return chosen
    const { scope } = chosen.value
    return answered({ bindings: bindings(project, scope, (await project.repository())?.commit ?? null), scope })
  }
  const named = environmentNamed(project, saved.environment)
  if (!named.ok) return named
  const environment = named.value
  const known = await currentRecords({ project, store, provider, environment: saved.environment, mode: saved.mode })
  const records = known.current
  const names = new Set(saved.resources.map((resource) => resource.address.slice(saved.environment.length + 1)))
  const blocked = new Set(saved.blocked.map(({ address }) => address.slice(saved.environment.length + 1)))
  const declared = new Set(saved.mode === 'destroy' ? [] : environment.resources.keys()).difference(blocked)
  const selected = saved.partial === null ? declared : declared.intersection(names)
  const removals = [...records.values()].filter((record) => record.environment === saved.environment && names.has(record.name) && !selected.has(record.name))
  const foreign = foreignValues(environment, selected, records)
  const intents = byAddress(await store.intents(saved.environment))
  const kept = { partial: saved.partial, blocked: saved.blocked, replacements: new Map<string, Replacement>() }
  const scope = { environment, known, records, selected, removals, ...kept, intents, environments: foreign.value }
  return answered({ bindings: bindings(project, scope, (await project.repository())?.commit ?? null), scope })
}
