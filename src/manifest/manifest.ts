import type { SourceRange } from '../events/diagnostic.ts'
import type { Json, JsonObject } from '../events/json.ts'
import type { Locate } from '../expressions/expression.ts'
import type { LayerEntry } from './layers.ts'
import type { Purpose, ValueSource } from './value-source.ts'

/** The text of one file of the project; `path` is relative to the project's root, with forward slashes. */
export interface ManifestFile {
  readonly path: string
  readonly text: string
}

/** The Project document. */
export interface Project {
  readonly name: string
  /** Null when `init` did not write one: then the name tells stores apart. */
  readonly id: string | null
}

/** What Genesis may do with an environment. */
export type EnvironmentMode = 'manage' | 'observe'

/** One environment with everything it extends layered into it; never an abstract one. */
export interface EnvironmentDeclaration {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly protected: boolean
  /** `observe`: planned, and never written to. */
  readonly mode: EnvironmentMode
  /** May hold expressions over `project`, `environment.name` and `git`. */
  readonly variables: JsonObject
  /** Added to the process environment of its programs: text, or where it comes from. */
  readonly env: Readonly<Record<string, string | ValueSource>>
  /** More of them, asked for while they are needed; null for none. */
  readonly credentials: Readonly<Record<Purpose, ValueSource | null>>
  /** By name: what expressions may read and nobody may see. */
  readonly secrets: Readonly<Record<string, ValueSource>>
  /** Where the document is, and where a part of it comes from, by the path inside the document. */
  readonly at: SourceRange
  readonly locate: Locate
  /** Every document that says something at a path inside of it, those it extends first. */
  readonly layersAt: (path: readonly (string | number)[]) => readonly LayerEntry[]
}

/** What happens to a resource when its document is taken away. */
export type OnRemove = 'destroy' | 'forget' | 'refuse'

/** The lifecycle of a resource, known before planning. */
export interface Lifecycle {
  /** True for the resource and all that is inside; patterns of inner addresses for those alone. */
  readonly preventDestroy: boolean | readonly string[]
  /** `rollback` halts; what the run did is taken back once it has ended. */
  readonly onFailure: 'continue' | 'halt' | 'rollback'
  /** Null where no document says: then it depends on whether the environment is protected. */
  readonly onRemove: OnRemove | null
  /** JSON pointers that begin with `/spec`: what differs there, or below, stays as it was recorded. */
  readonly ignoreChanges: readonly string[]
  /** A checkpoint is taken once it has succeeded. */
  readonly checkpoint: boolean
  /** How long one operation may take; null for what the settings and the kind say. */
  readonly timeoutMs: number | null
}

/** The instance of a `forEach` that a resource is. */
export interface Each {
  readonly key: string
  readonly value: Json
}

/** One resource in one environment: a document with its defaults below and its overrides above it. Expressions of `spec` are not evaluated yet. */
export interface ResourceDeclaration {
  /** `environment/name`. */
  readonly address: string
  readonly environment: string
  /** Unique in the environment: the name of the document, `app`, or of its instance, `app@eu-west-1`. */
  readonly name: string
  /** The name of the document. */
  readonly base: string
  /** Null where the document has no `forEach`. */
  readonly each: Each | null
  readonly kind: string
  readonly labels: Readonly<Record<string, string>>
  /** The folder of the file that declares it, relative to the project's root; '' is the root. Paths in `spec` start there, those of defaults too. */
  readonly folder: string
  /** Valid by the kind's schema, but for strings that hold expressions. */
  readonly spec: JsonObject
  /** What `resource.source` stands for in its expressions: the `source` of its spec; null where there is none, or it reads other resources. */
  readonly source: string | null
  /** The file that the `template` of its spec names, from the project's root; null where it has none. */
  readonly template: string | null
  /** The keys of `spec.variables` that only defaults say; `all` where `variables` as a whole is a default. */
  readonly defaultVariables: readonly string[] | 'all'
  readonly lifecycle: Lifecycle
  /** `app` stands for all instances of a `forEach`, `app@eu-west-1` for one. */
  readonly dependsOn: readonly { readonly name: string; readonly at: SourceRange }[]
  /** Names in the same environment that it had before. */
  readonly movedFrom: readonly string[]
  /**
   * Names of documents of which it may be what is left: a single resource of instances, an instance of a single resource. Its own document is
   * among them, unless it says otherwise.
   */
  readonly formerDocuments: readonly string[]
  /** Where the document is. */
  readonly at: SourceRange
  /** Where a part of `spec` comes from, defaults and overrides included; the path starts below `spec`. The nearest place above is given for parts that stand nowhere. */
  readonly locate: Locate
  /** Every layer that says something of a part, from the weakest to the strongest; the path starts with `spec` or `lifecycle`. */
  readonly layersAt: (path: readonly (string | number)[]) => readonly LayerEntry[]
}

/** A document in one environment, before its `forEach` and the expressions of its lifecycle are evaluated: each key becomes a {@link ResourceDeclaration}. */
export interface ResourceTemplate extends Omit<ResourceDeclaration, 'base' | 'each' | 'source' | 'template' | 'lifecycle' | 'movedFrom' | 'formerDocuments'> {
  /** A list of keys, a mapping, or an expression that gives one; null for a single resource. */
  readonly forEach: Json | null
  /** `preventDestroy` may be an expression. */
  readonly lifecycle: Omit<Lifecycle, 'preventDestroy'> & { readonly preventDestroy: Lifecycle['preventDestroy'] | string }
  /** As it is written: names, or by the key of the `forEach` the names of that instance; null where nothing is. */
  readonly movedFrom: readonly string[] | Readonly<Record<string, readonly string[]>> | null
  /** {@link ResourceDeclaration.locate} with paths that start at the top of the document. */
  readonly locateField: Locate
}

/** What is missing from a manifest because it could not be read: of that nobody can say that it does not exist. */
export interface Unread {
  /** Whether there are documents of which not even the name is known. */
  readonly documents: boolean
  readonly environments: ReadonlySet<string>
  /** Names of documents, by environment. */
  readonly resources: ReadonlyMap<string, ReadonlySet<string>>
}

/** What a manifest without mistakes has not read. */
export const nothingUnread: Unread = { documents: false, environments: new Set(), resources: new Map() }

/** A whole project. What is in it is valid in itself: names are unique, fields are known, environments exist. */
export interface Manifest {
  readonly project: Project
  readonly environments: ReadonlyMap<string, EnvironmentDeclaration>
  /** By environment, in the order of names. */
  readonly resources: ReadonlyMap<string, readonly ResourceTemplate[]>
  readonly unread: Unread
}
