import { isJsonObject, type Json } from '../../events/json.ts'
import { failureReasons, type Failure, type FailureReason } from '../../events/outcome.ts'
import type { Instant } from '../../ports/clock.ts'
import type { StoredJournalEntry } from '../../ports/store.ts'

/** What the journal of a run says of one step. */
export interface JournalStep {
  readonly step: string
  readonly address: string
  /** As it was written; `-` where the entry does not say. */
  readonly action: string
  readonly attempts: number
  /** Of its first begin. */
  readonly beganAt: Instant
  /** Null for one without an end: nobody can say whether it took effect. */
  readonly endedAt: Instant | null
  readonly failure: Failure | null
}

/** Puts the entries of a journal together, by step, in the order in which they began. */
export function journalSteps(entries: readonly StoredJournalEntry[]): readonly JournalStep[] {
  const steps = new Map<string, JournalStep>()
  for (const { type, step, address, at, detail } of entries) {
    const known = steps.get(step)
    const base = known ?? { step, address, action: '-', attempts: 0, beganAt: at, endedAt: null, failure: null }
    if (type === 'begin') steps.set(step, { ...base, action: actionOf(detail) ?? base.action, attempts: base.attempts + 1, endedAt: null })
    else steps.set(step, { ...base, endedAt: at, failure: failureOf(isJsonObject(detail) ? (detail['failure'] ?? null) : null) })
  }
  return [...steps.values()]
}

/** With what it does to the protection of its resource, where that is not all that it does. */
function actionOf(detail: Json): string | null {
  const action = text(detail, 'action')
  const protection = text(detail, 'protection')
  return action === null || protection === null || protection === action ? action : `${action}, ${protection}`
}

function failureOf(value: Json): Failure | null {
  const message = text(value, 'message')
  if (!isJsonObject(value) || message === null) return null
  const hint = text(value, 'hint')
  return {
    reason: reasonOf(text(value, 'reason')),
    message,
    transient: value['transient'] === true,
    indeterminate: value['indeterminate'] === true,
    ...(hint === null ? {} : { hint }),
  }
}

function reasonOf(name: string | null): FailureReason {
  const known = Object.keys(failureReasons).find((reason) => reason === name)
  return (known as FailureReason | undefined) ?? 'program-failed'
}

function text(value: Json, key: string): string | null {
  const found = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : null
  return typeof found === 'string' ? found : null
}
