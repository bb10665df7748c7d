import type { Diagnostic, SourceRange } from '../events/diagnostic.ts'
import type { Json } from '../events/json.ts'
import type { Mask } from '../expressions/value.ts'
import type { LayerKind } from '../manifest/layers.ts'
import type { Failure } from '../events/outcome.ts'
import type { OnRemove } from '../manifest/manifest.ts'
import type { RunMode } from '../ports/store.ts'
import type { Instant } from '../ports/clock.ts'
import type { GraphEdge } from './dependency-graph.ts'
import type { ResourcePlan } from './plan-document.ts'
import type { RecordedResource } from './recorded-resource.ts'

/** A value that may be shown: sensitive and unknown parts are null, their places in the masks. */
export interface ShownValue {
  readonly value: Json
  readonly unknown: Mask
  readonly sensitive: Mask
}

/** When and by which run a record was written. */
export type RecordNote = Pick<RecordedResource, 'revision' | 'status' | 'run' | 'updatedAt'>

/** Where what an expression reads comes from. */
export type Origin =
  /** It is written somewhere: `written` is the text where that is an expression itself, `layers` is everything that is said of it, the weakest first. */
  | { readonly kind: 'declared'; readonly at: SourceRange; readonly written: string | null; readonly layers: readonly ExplainedLayer[] }
  /** An output of a resource; `record` is null when it was never applied. */
  | { readonly kind: 'output'; readonly address: string; readonly declaredAt: SourceRange | null; readonly record: RecordNote | null }
  /** The Project document. */
  | { readonly kind: 'project' }
  /** The repository's checkout. */
  | { readonly kind: 'git' }
  | { readonly kind: 'other' }

/** What an expression reads. */
export interface ExplainedReference {
  readonly reads: readonly (string | number)[]
  readonly at: SourceRange
  readonly origin: Origin
  /** Null when there is no such value. */
  readonly value: ShownValue | null
}

/** A layer that says something of a value, and what. `file` is one that the spec names, like a file of variables. */
export interface ExplainedLayer {
  readonly kind: LayerKind | 'file'
  /** The environment that it is written for; null for what counts everywhere. */
  readonly environment: string | null
  /** As it is written; null also where the layer takes the value away, and where it is sensitive. */
  readonly value: Json
  readonly sensitive?: boolean
  readonly at: SourceRange
}

/** A value whose changes are ignored. */
export interface IgnoredValue {
  /** The JSON pointer that says so. */
  readonly pointer: string
  readonly isRecorded: boolean
  /** What is in force instead of `value`; null where the record does not tell, or there is none. */
  readonly inForce: ShownValue | null
}

/** One value of a spec, and where it comes from. */
export interface ExplainedValue {
  /** Below `spec`. */
  readonly path: readonly (string | number)[]
  /** The place of what counts, defaults and overrides included. */
  readonly at: SourceRange
  /** Every layer that says something of it, from the weakest to the strongest. */
  readonly layers: readonly ExplainedLayer[]
  /** The text as it is written, where it holds an expression. */
  readonly written: string | null
  readonly value: ShownValue
  /** Where `lifecycle.ignoreChanges` names it, or something around it or in it; null where it does not. */
  readonly ignored: IgnoredValue | null
  /** Why it cannot be evaluated; empty when it can. */
  readonly failures: readonly string[]
  readonly references: readonly ExplainedReference[]
}

/** Where the values at and below a path of a spec come from. Values of other resources are the recorded ones. */
export interface ValueExplanation {
  readonly kind: 'value'
  readonly address: string
  readonly path: readonly (string | number)[]
  readonly values: readonly ExplainedValue[]
  /** How many more values there are below the path. */
  readonly left: number
}

/** An output, or a part of one: what was recorded of it, and what a plan made just now makes of it. */
export interface OutputExplanation {
  readonly kind: 'output'
  readonly address: string
  /** Begins with `outputs`. */
  readonly path: readonly (string | number)[]
  /** Null when no document declares the resource any more. */
  readonly declaredAt: SourceRange | null
  readonly record: RecordNote | null
  /** Null when there is nothing recorded at the path. */
  readonly recorded: ShownValue | null
  /** Null when planning was refused, or takes it away. */
  readonly planned: ShownValue | null
  /** Which expressions read it, or something in it or around it. */
  readonly readBy: readonly GraphEdge[]
}

/** How a run ended for one resource. */
export type LastEnd =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** `cause` is the failure of the resource that it waited for; null where it was skipped for another reason. */
  | { readonly kind: 'skipped'; readonly because: string; readonly cause: { readonly address: string; readonly failure: Failure } | null }
  /** It began, and the run ended without a word of it. */
  | { readonly kind: 'cut-off' }

/** The newest run that was about a resource. */
export interface LastRun {
  readonly run: string
  readonly mode: RunMode
  readonly startedAt: Instant
  readonly end: LastEnd
}

/** What becomes of a thing without a document, and what its document said of that last; null for nothing. */
export interface ExplainedRemoval {
  readonly rule: OnRemove
  readonly said: OnRemove | null
}

/** Everything that is known of one resource, and why it is in the plan. */
export interface ResourceExplanation {
  readonly kind: 'resource'
  readonly address: string
  readonly resourceKind: string
  /** Null when no document declares it any more. */
  readonly declaration: {
    readonly at: SourceRange
    readonly labels: Readonly<Record<string, string>>
    /** Patterns of inner addresses where only those are protected. */
    readonly preventDestroy: boolean | readonly string[]
    readonly owns: readonly string[]
    /** JSON pointers to what may differ from the document. */
    readonly ignoreChanges: readonly string[]
  } | null
  /** Whether its environment is protected: applying takes a saved plan and the name of the environment. */
  readonly inProtected: boolean
  /** Whether its environment is only observed: then nothing is applied at all. */
  readonly inObserved: boolean
  /** What it waits for, and what waits for it. */
  readonly waitsFor: readonly GraphEdge[]
  readonly neededBy: readonly GraphEdge[]
  readonly record: RecordNote | null
  /** The address under which it is recorded, where that is the one that it had before. */
  readonly recordedAs: string | null
  /** Null while a document declares it. */
  readonly removal: ExplainedRemoval | null
  /** Null when no run was about it. */
  readonly lastRun: LastRun | null
  /** From a plan made just now; null when planning was refused. */
  readonly plan: ResourcePlan | null
  /** What keeps it from being planned, or its steps from being run. */
  readonly blocked: readonly Diagnostic[]
}

/** What `explain` answers. */
export type Explanation = ValueExplanation | OutputExplanation | ResourceExplanation
