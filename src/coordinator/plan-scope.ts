import type { Value } from '../expressions/value.ts'
import type { BlockedResource } from '../plan/blocked-resources.ts'
import type { Intent } from '../plan/intent.ts'
import type { PartialPlan } from '../plan/plan-document.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { Replacement } from '../plan/replacement.ts'
import type { ResolvedEnvironment } from '../plan/resolved-environment.ts'
import type { CurrentRecords } from './current-records.ts'

/** Everything a plan is about: which declarations, which records. */
export interface PlanScope {
  readonly environment: ResolvedEnvironment
  readonly known: CurrentRecords
  /** All records of the project, by the addresses that they have now. */
  readonly records: ReadonlyMap<string, RecordedResource>
  readonly selected: ReadonlySet<string>
  readonly removals: readonly RecordedResource[]
  /** Null for the whole environment. */
  readonly partial: PartialPlan | null
  /** What earlier runs left unsettled in the environment, by address. */
  readonly intents: ReadonlyMap<string, Intent>
  /** Left out of `selected` and `removals`; by address. */
  readonly blocked: readonly BlockedResource[]
  /** What is to be replaced, by name; known while the plan is made. */
  readonly replacements: ReadonlyMap<string, Replacement>
  readonly environments: Value
}
