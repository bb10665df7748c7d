import type { Value } from '../expressions/value.ts'
import type { Intent } from '../plan/intent.ts'
import type { PlanDocument } from '../plan/plan-document.ts'
import type { WayBack } from '../plan/way-back.ts'
import type { ApplyRequest, Examined } from '../plan/provider.ts'
import type { OutsideAccess } from './outside-access.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { ResolvedEnvironment } from '../plan/resolved-environment.ts'

/** A plan with all that applying it needs, made just now or read from a file and checked against the world. */
export interface PreparedPlan {
  readonly document: PlanDocument
  /** With the secrets that the plan reads. */
  readonly environment: ResolvedEnvironment
  /** By address. */
  readonly examined: ReadonlyMap<string, Examined>
  /** The records of the environment, by the addresses that they have once everything has moved. */
  readonly records: ReadonlyMap<string, RecordedResource>
  /** The addresses under which records and what is kept with them stand still, by those that they are to have. */
  readonly moves: ReadonlyMap<string, string>
  /** What earlier runs left unsettled in the environment, by address. */
  readonly intents: ReadonlyMap<string, Intent>
  /** What the providers said, by address. */
  readonly changes: ReadonlyMap<string, ApplyRequest['change']>
  /** What `environments` stands for in expressions. */
  readonly environments: Value
  /** The secrets that it reads, by name: never to be shown. */
  readonly secrets: ReadonlyMap<string, Value>
  /** Left out for a plan that goes forward. */
  readonly wayBack?: WayBack
  /** Fetched for the plan; what applying needs is fetched when it is needed. */
  readonly outside: OutsideAccess
}
