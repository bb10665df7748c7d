import type { Diagnostic } from '../../events/diagnostic.ts'
import type { Failure } from '../../events/outcome.ts'
import type { ApplyResult } from './run-apply.ts'
import { diagnosticsOf } from './run-plan.ts'
import { knownTrouble, type KnownTrouble } from './terraform/known-troubles.ts'
import { toText, type PlaceMap } from './terraform/report-diagnostics.ts'
import { namingHolder, parseStateLock, stateLockHint } from './terraform/state-lock.ts'
import { parseTextDiagnostics } from './terraform/text-diagnostics.ts'

/** The world moved between planning and applying. */
export function planChanged(message: string): Failure {
  return { reason: 'plan-changed', message, hint: 'plan again', transient: false, indeterminate: false }
}

/** Something kept Terraform from running. */
export function troubleFailure(message: string): Failure {
  return { reason: 'terraform-failed', message, transient: false, indeterminate: false }
}

/** Diagnostics of a step that was about to act as its failure: nothing was changed by it. */
export function diagnosticsFailure(diagnostics: readonly Diagnostic[], { interrupted }: { readonly interrupted: boolean }): Failure {
  const message = diagnostics.map((one) => (one.at === undefined ? one.message : `${one.message}\n  at ${one.at.file}:${one.at.start.line}`)).join('\n\n')
  const hint = diagnostics.find((one) => one.hint !== undefined)?.hint
  const isKnown = isTransient(diagnostics.map((one) => knownTrouble({ summary: one.message, detail: '' })))
  return {
    ...troubleFailure(message),
    reason: interrupted ? 'interrupted' : 'terraform-failed',
    ...(hint === undefined ? {} : { hint }),
    transient: isKnown && !interrupted,
  }
}

/** What is known around a failed apply. */
export interface FailureOptions {
  readonly places: PlaceMap
  /** Where a state that could not be written was put. */
  readonly erroredState: string | null
}

/** A failed apply in Terraform's own words, once, with places in the repository. Only what had not begun to act is tried again. */
export function outcomeFailure(result: ApplyResult, { places, erroredState }: FailureOptions): Failure {
  const { end, started, completed } = result
  const told = diagnosticsOf(end)
  const errors = (told.length > 0 ? told : parseTextDiagnostics(end.lines)).filter((one) => one.severity === 'error')
  const [lock = null] = errors.flatMap(({ summary, detail }) => parseStateLock(`${summary}\n${detail}`) ?? [])
  const found = errors.map(namingHolder)
  const known = found.map(knownTrouble)
  if (known.some((one) => one.isStale === true))
    return planChanged('the state was changed by somebody else since the plan was made: Terraform calls the saved plan stale')
  const text = found.length > 0 ? toText(found, places) : end.lines.slice(-20).join('\n')
  const killed = end.exit.kind === 'signalled'
  const parts = [
    ending(result),
    text,
    ...(killed ? [lossNote(completed)] : []),
    ...(erroredState === null ? [] : [`the state could not be written; it is kept in ${erroredState}`]),
  ]
  const said = lock === null ? known.find((one) => one.hint !== undefined)?.hint : stateLockHint(lock)
  const hint = erroredState === null ? said : 'once its backend can be written, the next apply brings it home before anything else'
  return {
    reason: end.interrupted ? 'interrupted' : end.timedOut ? 'timed-out' : end.exit.kind === 'not-started' ? 'program-not-started' : 'terraform-failed',
    message: parts.filter((part) => part !== '').join('\n'),
    ...(hint === undefined ? {} : { hint }),
    transient: !started && !end.interrupted && !end.timedOut && isTransient(known),
    // Planned again without that state, everything in it would be made a second time.
    indeterminate: killed || erroredState !== null,
  }
}

function isTransient(known: readonly KnownTrouble[]): boolean {
  const telling = known.filter((one) => one.isEcho !== true)
  return telling.length > 0 && telling.every((one) => one.transient === true)
}

function ending({ end }: ApplyResult): string {
  if (end.interrupted) return 'terraform apply was interrupted'
  if (end.timedOut) return 'terraform apply took longer than it may'
  switch (end.exit.kind) {
    case 'exited':
      return 'terraform apply failed'
    case 'signalled':
      return `terraform apply was ended by the signal ${end.exit.signal}`
    case 'not-started':
      return end.exit.message
    default:
      return end.exit satisfies never
  }
}

/** Terraform writes its state at most every 20 seconds. */
function lossNote(completed: readonly string[]): string {
  if (completed.length === 0) return 'what it made in its last 20 seconds may be missing in the state'
  return `what it made in its last 20 seconds may be missing in the state; it had reported as complete: ${completed.join(', ')}`
}
