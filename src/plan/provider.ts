import type { Diagnostic, SourceRange } from '../events/diagnostic.ts'
import type { Json } from '../events/json.ts'
import type { Failure } from '../events/outcome.ts'
import type { Sensitive, Unknown, Value } from '../expressions/value.ts'
import type { ResourceDeclaration } from '../manifest/manifest.ts'
import type { TraceNote } from '../ports/checkpoint-store.ts'
import type { Action } from './action.ts'
import type { InnerChange } from './inner-change.ts'
import type { Ownership } from './ownership.ts'
import type { Replacement } from './replacement.ts'
import type { RecordedResource, RecordedState } from './recorded-resource.ts'
import type { SourceTree } from './source-tree.ts'

/** How well a change can be taken back. */
export type Reversibility = 'reversible' | 'recreate-lossy' | 'irreversible'

/** What a provider may use while it examines, plans and applies. Everything else it was given when it was made. */
export interface ProviderContext {
  /** Aborted when the step must stop now: what runs gets one SIGINT, and is killed after the grace time. */
  readonly signal: AbortSignal
  /** How long the step may take; null for no limit. */
  readonly timeoutMs: number | null
  /** How long to wait for what somebody else has locked; left out where nobody said. */
  readonly lockTimeoutMs?: number
  /** What is known of the variables of its programs before any is started: for finding them. */
  readonly processEnvironment: Readonly<Record<string, string>>
  /**
   * All the variables for a program of this resource that is started now; never to be logged. What comes from elsewhere is fetched when
   * this is called first, so only who starts a program calls it. Rejects with an OutsideError, which the engine takes.
   */
  readonly childEnvironment: () => Promise<Readonly<Record<string, string>>>
  /** What is started now is needed later only: it lets what is needed now go first. */
  readonly givesWay?: boolean
  /** A private folder (0700) for this step alone, empty at first; kept with the run. Absolute. */
  readonly folder: string
  /** Absolute path of the project's root, with every symlink resolved. */
  readonly projectRoot: string
  /** A copy of the repository's files as they were, to be read in place of those that are there; left out for those. What is made stands in the project all the same. */
  readonly sources?: SourceTree
  /** Tells the project apart in paths outside it; a name as rule 24 allows. */
  readonly projectKey: string
  /** A line of the resource's output, for the log. Redacted by the engine. */
  readonly log: (stream: 'stdout' | 'stderr', line: string) => void
  /** What is going on, for people who watch. */
  readonly progress: (message: string, count?: { readonly done: number; readonly total: number }) => void
  /** Something a person should know that is no mistake. */
  readonly warn: (message: string) => void
  /** Where Terraform's state is kept for stacks without a backend of their own. */
  readonly stateBackend: StateBackend
  /**
   * The same object as long as nothing of ours can have changed the project's files (a planning walk), or as long as they need not be
   * looked at again (one step): what is read in one generation need not be read again. Left out where nothing is promised.
   */
  readonly generation?: object
}

/** Terraform's HTTP backend, served by the running engine on loopback. */
export interface StateBackend {
  /** The `TF_HTTP_*` variables that lead a Terraform to the state of that address. Never to be logged. */
  connect(address: string): Promise<Readonly<Record<string, string>>>
  /** The newest kept state of an address; null when there is none. */
  read(address: string): Promise<KeptState | null>
  /** Keeps a sealed copy of a state that lies in a backend of the stack's own; durable once it resolves. Not to be called while planning. */
  keepCopy(address: string, copy: StateCopy): Promise<void>
  /** The newest copy of an address; null when there is none. */
  readCopy(address: string): Promise<StateCopy | null>
}

/** A Terraform state as Genesis keeps it. */
export interface KeptState {
  readonly serial: number
  readonly lineage: string
  /** The whole state file, secrets included. */
  readonly body: string
}

/** A copy of a Terraform state that lies elsewhere. */
export interface StateCopy extends KeptState {
  /** Where it was taken: type and key of the backend. */
  readonly backend: string
}

/** Asks what can be said of a declaration without running anything. */
export interface ExamineRequest {
  readonly declaration: ResourceDeclaration
  /** The spec evaluated without any output: what depends on an output is unknown. */
  readonly spec: Value
  /** Whether the environment is protected; left out it is not. */
  readonly isProtected?: boolean
}

/** What files alone tell. */
export interface Examined {
  readonly diagnostics: readonly Diagnostic[]
  readonly owns: readonly Ownership[]
  /** The names of the outputs it will have; null when only applying can tell. */
  readonly outputNames: readonly string[] | null
  /** Whether its plan reads things outside its inputs (data sources, remote state), so that a changing upstream may change it. */
  readonly readsWorld: boolean
  /** Digests of the sources that the plan depends on, by what they are: a saved plan is bound to them. */
  readonly sources: Readonly<Record<string, string>>
  /** Files that are read although git may not list them; absolute. Left out for none. */
  readonly reads?: readonly string[]
  /** Values that files beside the document give, weaker than what the spec says; from the weakest to the strongest. Left out for none. */
  readonly given?: readonly GivenValue[]
}

/** A value that is not in the spec, but stands in a file that the spec names. */
export interface GivenValue {
  /** Below `spec`, where it would stand there. */
  readonly path: readonly (string | number)[]
  readonly at: SourceRange
  /** Null where it is sensitive. */
  readonly value: Json
  readonly sensitive: boolean
}

/** Asks to get ready for a plan. */
export interface PrepareRequest {
  readonly address: string
  readonly declaration: ResourceDeclaration
  /** May hold unknown parts. */
  readonly spec: Value
}

/** Asks for the plan of one resource whose inputs are known. */
export interface PlanRequest {
  readonly address: string
  /** Null when it was never applied. */
  readonly recorded: RecordedResource | null
  /** Null asks for its deletion; then only `recorded` counts. `spec` holds nothing unknown. */
  readonly desired: { readonly declaration: ResourceDeclaration; readonly spec: Value } | null
  /** What a gate waits for; given to gates alone. */
  readonly upstream?: Upstream
  /** The address under which `recorded` and what is kept for it stand still, where the resource has another one by now. */
  readonly movedFrom?: string
  /** Somebody asked to replace the resource, or what is at these addresses inside of it, whatever else there is to do. */
  readonly replace?: Replacement
  /** It is to become what it was: what was done to it since, as its kind noted it, oldest first. Left out for none. */
  readonly since?: readonly TraceNote[]
  /** The plan is applied at once and nobody reads it: its inner changes need to say what happens, not with which values. */
  readonly brief?: boolean
}

/** All that a resource waits for, however far, but for other gates. */
export interface Upstream {
  /** Whether the plan changes any of it. */
  readonly changes: boolean
  /** A digest of what is recorded of it: with another one, something of it was applied in between. */
  readonly digest: string
}

/** What would happen to the resource. */
export interface PlannedChange {
  readonly action: Action
  /** What is there now, in the kind's shape; null for nothing. */
  readonly before: Value
  /** What will be there; unknown parts are known after apply; null for nothing. */
  readonly after: Value
  /** Whether this replacement can stand beside what it replaces; left out: as the kind says. */
  readonly canCoexist?: boolean
  /** Paths inside the attributes that force a replacement. */
  readonly replacePaths: readonly (readonly (string | number)[])[]
  /** What dependents may refer to after the apply, in so far as it is known now; unknown as a whole where only applying can tell the names. */
  readonly outputs: { readonly [name: string]: Value } | Unknown | Sensitive
  /** What was changed behind Genesis' back: recorded against observed, by path. */
  readonly drift: readonly FieldDrift[]
  /** The changes inside, flat; empty for kinds without an inside. */
  readonly inner: readonly InnerChange[]
  readonly reversibility: Reversibility
  /** Handed to `apply` as it is, also from a saved plan. Never secrets. */
  readonly memory: Json
  /** Files that `apply` needs, by name, as absolute paths; a saved plan carries them. They may hold secrets. */
  readonly artifacts: Readonly<Record<string, string>>
  /** What a saved plan is bound to beside its documents: serial, lineage, tool versions. Compared before applying. */
  readonly bindings: Readonly<Record<string, Json>>
}

/** One field that drifted. `conflict`: desired was changed too, to something else than what is there. */
export interface FieldDrift {
  readonly path: readonly (string | number)[]
  readonly recorded: Json
  readonly observed: Json
  readonly sensitive: boolean
  readonly conflict: boolean
}

/** The plan, or why there is none: mistakes of the user, or a world that did not answer. */
export type PlanAnswer = { readonly ok: true; readonly change: PlannedChange } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** Asks to carry out a planned change. */
export interface ApplyRequest extends PlanRequest {
  readonly change: Pick<PlannedChange, 'action' | 'before' | 'after' | 'replacePaths' | 'memory' | 'artifacts'>
  /** The same for every attempt at this step, also after a crash; new for the next plan. */
  readonly key: string
}

/**
 * How a step ended. `recorded` is what is to be remembered: null forgets the resource. A failed step that began to act says what is there
 * now; without `recorded` what was known before stays.
 */
export type StepOutcome =
  | { readonly ok: true; readonly recorded: RecordedState | null; readonly note?: TraceNote }
  | { readonly ok: false; readonly failure: Failure; readonly recorded?: RecordedState; readonly note?: TraceNote }

/** Asks what became of a step that had begun. `recorded` is what is recorded now; `desired` is what the step was to bring about. */
export interface ProbeRequest extends Pick<ApplyRequest, 'address' | 'recorded' | 'desired' | 'key'> {
  readonly change: Pick<PlannedChange, 'action' | 'memory'>
  /** The private folder that the step had; its programs' files are in it. */
  readonly folder: string
}

/** What a crash left of a step that had begun. `partly` says what is there; the next plan finds out what is missing. */
export type ProbeAnswer =
  | { readonly kind: 'applied'; readonly recorded: RecordedState | null; readonly note?: TraceNote }
  | { readonly kind: 'partly'; readonly recorded: RecordedState; readonly message: string; readonly note?: TraceNote }
  | { readonly kind: 'not-applied' }
  | { readonly kind: 'unknown'; readonly message: string }

/** A kind of resource. It acts only through the ports it was made with, and never on the store. */
export interface Provider {
  readonly kind: string
  /** Fields of `spec` that must be known before planning, as paths. */
  readonly earlyFields: readonly (readonly string[])[]
  /** Whether a replacement can stand beside what it replaces: then the old one is deleted in the cleanup phase. */
  readonly canCoexist: boolean
  /** Whether what is made again of the same spec is the same thing: nothing that it held is lost. */
  readonly remakesWhole: boolean
  /** Whether `operation_timeout` bounds its steps. */
  readonly bounded: boolean
  /** Whether its steps start programs: then what these need from elsewhere is fetched before the first step. */
  readonly runsPrograms: boolean
  /**
   * It manages nothing: a step of it is a `read`, which succeeds once what it waits for is as it should be, and what waits for it starts
   * only then. Without its document it is forgotten.
   */
  readonly isGate: boolean
  examine(
    request: ExamineRequest,
    context: Pick<ProviderContext, 'projectRoot' | 'sources' | 'projectKey' | 'processEnvironment' | 'generation'>,
  ): Promise<Examined>
  /**
   * Does ahead what a plan will need, for a resource whose inputs are not known yet, and says what would keep it from being planned. What
   * is unknown in the spec does not count. Changes nothing that is managed.
   */
  prepare?(request: PrepareRequest, context: ProviderContext): Promise<readonly Diagnostic[]>
  plan(request: PlanRequest, context: ProviderContext): Promise<PlanAnswer>
  apply(request: ApplyRequest, context: ProviderContext): Promise<StepOutcome>
  /** Finds out what became of a step whose end nobody saw. No program of that step runs any more. Changes nothing that is managed. */
  probe(request: ProbeRequest, context: ProviderContext): Promise<ProbeAnswer>
  /**
   * What to record when a person says that a step of which nobody could tell did take effect; `id` is what the thing is called where it
   * lives, for kinds that can use one.
   */
  assume(request: ProbeRequest, id: string | null, context: ProviderContext): Promise<AssumeAnswer>
  /** Puts back what a thing's own state lost; left out for kinds that keep no state elsewhere. May be asked again wherever it stopped. */
  repair?(request: RepairRequest, context: ProviderContext): Promise<RepairAnswer>
  /** The parts of a spec in which changes can be ignored, as a record has them, in the shape of the spec. Left out where there are none. Pure. */
  recordedSpec?(recorded: RecordedState): Value
  /** A record with what it says of its own address said of another one; left out where records say nothing of it. Pure. */
  readdress?(record: RecordedResource, address: string): RecordedResource
}

/** What is recorded on a person's word, or why that cannot be. */
export type AssumeAnswer =
  { readonly ok: true; readonly recorded: RecordedState | null } | { readonly ok: false; readonly message: string; readonly hint?: string }

/** Asks to put back what is known of a resource whose own state is damaged. `desired` is that of the step which is open, if one is. */
export interface RepairRequest extends Pick<ProbeRequest, 'address' | 'recorded' | 'desired'> {
  /** Whether nobody knows yet what became of a step on it. */
  readonly isOpen: boolean
  /** The private folder of that step; null for none. */
  readonly folder: string | null
  /** Of the plan of that step; null for none. */
  readonly memory: Json
}

/** What was put back, and what could not be: lines for people. `recorded` is what is known of it now. */
export type RepairAnswer =
  | { readonly ok: true; readonly done: readonly string[]; readonly left: readonly string[]; readonly recorded: RecordedState | null }
  | { readonly ok: false; readonly message: string; readonly hint?: string }
