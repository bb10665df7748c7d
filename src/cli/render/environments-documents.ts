import type { ExitCode } from '../../events/exit-code.ts'
import { summarisePlans, type PlanAmongOthers } from './environments-total.ts'
import { applyDocument, documentFormatVersion } from './json-documents.ts'
import type { RunResults } from './run-results.ts'

/** The plans of several environments, in the order in which they would be applied; null for one that can only be planned later. */
export function plansDocument(plans: readonly PlanAmongOthers[], skipped: readonly string[]): object {
  const environments = plans.map(({ environment, after, waitsFor, document }) => ({ environment, after, waitsFor, plan: document }))
  return { format_version: documentFormatVersion, environments, skipped, summary: summarisePlans(plans) }
}

/** How it went in one of several environments. */
export interface EnvironmentOutcome {
  readonly environment: string
  readonly exitCode: ExitCode
  /** Null where nothing was applied. */
  readonly run: RunResults | null
  /** Why nothing was applied; null where something was, or had not to be. */
  readonly because: string | null
}

/** How it went in several environments. */
export function appliesDocument(outcomes: readonly EnvironmentOutcome[], skipped: readonly string[], exitCode: ExitCode): object {
  const environments = outcomes.map((outcome) => ({ ...outcome, run: outcome.run === null ? null : applyDocument(outcome.run) }))
  return { format_version: documentFormatVersion, environments, skipped, exitCode }
}
