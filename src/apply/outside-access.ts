import type { Redactor } from '../events/redact.ts'
import type { Purpose } from '../manifest/value-source.ts'

/** What the environment of a plan takes from elsewhere. */
export interface OutsideAccess {
  /** Knows every value that was fetched; learns more while the plan is made and applied. */
  readonly redactor: Redactor
  /** All variables of a program that is started now, as a provider's context gives them. */
  childEnvironment(purpose: Purpose): Promise<Readonly<Record<string, string>>>
}
