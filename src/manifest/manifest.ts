import type { SourceRange } from '../events/diagnostic.ts'
import type { JsonObject } from '../events/json.ts'
import type { Locate } from '../expressions/expression.ts'

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

/** One environment with everything layered into it. */
export interface EnvironmentDeclaration {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly protected: boolean
  /** May hold expressions over `project`, `environment.name` and `git`. */
  readonly variables: JsonObject
  /** Added to the process environment of its programs. */
  readonly env: Readonly<Record<string, string>>
  /** Where the document is, and where a part of it comes from, by the path inside the document. */
  readonly at: SourceRange
  readonly locate: Locate
}

/** What happens to a resource when its document is taken away. */
export type OnRemove = 'destroy' | 'forget' | 'refuse'

/** The lifecycle of a resource, known before planning. */
export interface Lifecycle {
  readonly preventDestroy: boolean
  readonly onFailure: 'continue' | 'halt'
}

/** One resource in one environment: a document with its overrides laid over it. Expressions are not evaluated yet. */
export interface ResourceDeclaration {
  /** `environment/name`. */
  readonly address: string
  readonly environment: string
  readonly name: string
  readonly kind: string
  readonly labels: Readonly<Record<string, string>>
  /** The folder of the file that declares it, relative to the project's root; '' is the root. Paths in `spec` start there. */
  readonly folder: string
  /** Valid by the kind's schema, but for strings that hold expressions. */
  readonly spec: JsonObject
  readonly lifecycle: Lifecycle
  readonly dependsOn: readonly { readonly name: string; readonly at: SourceRange }[]
  /** Where the document is. */
  readonly at: SourceRange
  /** Where a part of `spec` comes from, overrides included; the path starts below `spec`. The nearest place above is given for parts that stand nowhere. */
  readonly locate: Locate
}

/** A whole project, valid in itself: names are unique, fields are known, environments exist. */
export interface Manifest {
  readonly project: Project
  readonly environments: ReadonlyMap<string, EnvironmentDeclaration>
  /** By environment, in the order of addresses. */
  readonly resources: ReadonlyMap<string, readonly ResourceDeclaration[]>
}
