import type { Value } from '../expressions/value.ts'
import type { Action, Exactness } from './action.ts'
import type { PlannedChange } from './provider.ts'
import type { Replacement } from './replacement.ts'
import type { RecordedResource } from './recorded-resource.ts'
import type { ResolvedResource } from './resolved-environment.ts'

/** One resource after the planning walk: what is declared, what is recorded, and what the provider would do. */
export interface PlannedResource {
  readonly address: string
  readonly kind: string
  /** Null when no document declares it any more, or everything is to be destroyed. */
  readonly resolved: ResolvedResource | null
  readonly recorded: RecordedResource | null
  /** The address that it had when it was recorded, where that is another one. */
  readonly movedFrom: string | null
  /** What somebody asked to replace of it; null for nothing. */
  readonly replacement: Replacement | null
  /** What is to be done in the end; differs from the provider's answer where only the record has to be written. */
  readonly action: Action
  readonly exactness: Exactness
  /** Addresses whose outputs it waits for. */
  readonly waitsFor: readonly string[]
  /** The provider's answer; for a deferred one what can be said without it. */
  readonly change: PlannedChange
  /** What dependents see: planned outputs, unknown where nobody can tell. */
  readonly outputs: Value
  /** Whether a replacement can stand beside the old one. */
  readonly canCoexist: boolean
  /** See {@link Provider.remakesWhole}. */
  readonly remakesWhole: boolean
  /** Whether `operation_timeout` bounds its steps. */
  readonly bounded: boolean
  /** Whether it manages nothing, and only looks. */
  readonly isGate: boolean
}
