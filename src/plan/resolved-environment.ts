import type { CompiledTree } from '../expressions/expression.ts'
import type { Value } from '../expressions/value.ts'
import type { EnvironmentDeclaration, ResourceDeclaration } from '../manifest/manifest.ts'
import type { EnvironmentScope } from './environment-scope.ts'
import type { TemplateText } from './template-text.ts'

/** A read of an output of another resource of the environment: `['vpc_id']` of `network`. */
export interface OutputRead {
  readonly name: string
  readonly path: readonly (string | number)[]
}

/** A declaration with its expressions compiled and its dependencies known. */
export interface ResolvedResource {
  readonly declaration: ResourceDeclaration
  readonly compiled: CompiledTree
  /** Where its content comes from; null where the spec says it, or it is of another kind. */
  readonly template: TemplateText | null
  /** Names in the same environment that it waits for: what its expressions read and what `dependsOn` says; sorted. */
  readonly upstream: readonly string[]
  /** Addresses in other environments whose recorded values it reads; sorted. */
  readonly foreign: readonly string[]
  /** Addresses of documents with `forEach` in other environments that it reads as a whole, also when there is no instance; sorted. */
  readonly foreignGroups: readonly string[]
  readonly outputReads: readonly OutputRead[]
  /** Names of secrets that its expressions read; sorted. */
  readonly secrets: readonly string[]
  /** The spec without any output: every part that reads an output is unknown. */
  readonly spec: Value
}

/** An environment whose references all lead somewhere, without circles. */
export interface ResolvedEnvironment {
  readonly declaration: EnvironmentDeclaration
  /** In an order in which each stands after what it waits for. */
  readonly resources: ReadonlyMap<string, ResolvedResource>
  /** By the name of each document with `forEach`, the names of its instances. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  /** What every expression in a `spec` sees, but for `resource`, `each`, `resources` and `environments`. Secrets that were not fetched are unknown. */
  readonly scope: EnvironmentScope & { readonly secrets: Value }
  /** Whether any expression reads `git`. */
  readonly readsGit: boolean
}
