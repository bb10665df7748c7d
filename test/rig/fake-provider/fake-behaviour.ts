import type { Failure } from '../../../src/events/outcome.ts'

/** The calls of a provider that can be made to behave. */
export type FakeCall = 'plan' | 'apply' | 'probe'

/** How the next calls for an address behave. What is left out is as usual: at once, and well. */
export interface FakeBehaviour {
  readonly on: FakeCall
  /** How many calls it lasts; Infinity for ever. */
  readonly times: number
  /** By the clock of the world, before anything else is done. */
  readonly latencyMs?: number
  /** Fails with this. For `plan` it becomes a diagnostic, for `probe` the answer that nobody knows. */
  readonly failure?: Failure
  /** `after`: it acts, and fails then. `before` (default): it fails without acting. */
  readonly fails?: 'before' | 'after'
  /** With a failure after acting: says what is there now, so that it is recorded as incomplete. For `probe`: finds that the step took effect in part. */
  readonly tells?: boolean
  /** Never answers, until it is stopped. `after`: it acts first. */
  readonly hangs?: 'before' | 'after'
}

const refusal: Failure = { reason: 'program-failed', message: 'the fake was told to fail', transient: false, indeterminate: false }

/** Fails the next `times` calls without acting. */
export function failing(on: FakeCall, times: number, failure: Partial<Failure> = {}): FakeBehaviour {
  return { on, times, failure: { ...refusal, ...failure } }
}

/** Fails the next `times` applies in a way that goes away by itself. */
export function failingTransiently(times: number): FakeBehaviour {
  return failing('apply', times, { transient: true, message: 'the fake is busy' })
}

/** Acts, and then its answer is lost: nobody can say whether it took effect. */
export function losingAnswers(times: number, message = 'the answer of the fake was lost'): FakeBehaviour {
  return { ...failing('apply', times, { indeterminate: true, message }), fails: 'after' }
}

/** Acts in part, fails, and says what is there. */
export function failingHalfway(times: number): FakeBehaviour {
  return { ...failing('apply', times, { message: 'the fake stopped halfway' }), fails: 'after', tells: true }
}

/** Finds, when asked what became of a step that took effect, that a part of it is missing. */
export function findingParts(times: number): FakeBehaviour {
  return { on: 'probe', times, tells: true }
}

/** Takes its time, by the virtual clock. */
export function slow(on: FakeCall, latencyMs: number, times = Infinity): FakeBehaviour {
  return { on, times, latencyMs }
}

/** Acts, or not, and then answers only when it is stopped. */
export function hanging(acts: 'before' | 'after'): FakeBehaviour {
  return { on: 'apply', times: 1, hangs: acts }
}
