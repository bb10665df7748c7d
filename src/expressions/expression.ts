import type { SourceRange } from '../events/diagnostic.ts'
import type { Json } from '../events/json.ts'
import type { Value } from './value.ts'

/** The names an expression may start with. */
export const scopeRoots = ['project', 'environment', 'resource', 'each', 'resources', 'environments', 'secrets', 'git'] as const

/** One of {@link scopeRoots}. */
export type ScopeRoot = (typeof scopeRoots)[number]

/** A path that an expression reads, as far as it is constant: `resources.network.outputs.ids[0]` → `['resources','network','outputs','ids',0]`. */
export interface Reference {
  readonly path: readonly [ScopeRoot, ...(string | number)[]]
  /** Looked up when it is asked for. */
  readonly range: SourceRange
  /** Guarded by `has()` or `?`: that it does not exist is no mistake. */
  readonly optional: boolean
}

/** What the roots stand for. A root that is left out does not exist in that place. Values may be unknown or sensitive in any part. */
export type Scope = { readonly [Root in ScopeRoot]?: Value }

/** What evaluating gave; a failure is the user's mistake at that place. */
export type Evaluated = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failures: readonly EvaluationFailure[] }

/** One expression that could not be evaluated. */
export interface EvaluationFailure {
  readonly code: 'unknown-reference' | 'expression-type' | 'expression-failed' | 'expression-limit'
  readonly message: string
  readonly hint?: string
  readonly at: SourceRange
}

/** A JSON tree whose strings may hold `${…}`, parsed once and evaluated as often as needed. Immutable. */
export interface CompiledTree {
  /** Every path that any expression in the tree reads. */
  readonly references: readonly Reference[]
  /** Whether there is no expression at all: then evaluating gives the tree itself. */
  readonly constant: boolean
  evaluate(scope: Scope): Evaluated
}

/** Finds the place in a file that a value of a tree comes from. `part` narrows it to characters of a scalar, from and to, where that can be done. */
export type Locate = (path: readonly (string | number)[], part?: readonly [number, number]) => SourceRange

/** The tree to compile. */
export interface TreeSource {
  readonly tree: Json
  readonly locate: Locate
  /** Every string stays one, also where it is a single expression that gives something else. */
  readonly asText?: boolean
}
