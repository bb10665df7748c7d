import type { Clock } from '../../ports/clock.ts'
import type { Attempt } from './attempt.ts'
import type { Pace } from './health-check-spec.ts'

/** What the attempts came to. */
export interface Tally {
  readonly asked: number
  readonly succeeded: number
  /** The most successes in a row. */
  readonly best: number
  /** How often a success was followed by a failure: more than never is flapping. */
  readonly relapses: number
  /** Null where there was no attempt. */
  readonly last: Attempt | null
  readonly tookMs: number
}

/** How the wait ended. `gave-up`: by so many failures in a row; `too-late`: by the deadline; `stopped`: by the signal. */
export interface Wait {
  readonly end: 'healthy' | 'gave-up' | 'too-late' | 'stopped'
  readonly tally: Tally
}

/** What waiting needs. */
export interface WaitOptions {
  readonly pace: Pace
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Makes one attempt, the first by the number 1, which may take so long. */
  readonly ask: (number: number, timeoutMs: number) => Promise<Attempt>
  /** Told of each attempt; `inRow` counts the successes up to it. */
  readonly tell: (attempt: Attempt, inRow: number) => void
}

/**
 * Asks again and again until so many attempts in a row succeeded, so many failed, or the deadline came. No attempt begins at the deadline
 * or goes on beyond it.
 */
export async function waitForHealth({ pace, clock, signal, ask, tell }: WaitOptions): Promise<Wait> {
  const started = clock.monotonicMs()
  const elapsed = (): number => clock.monotonicMs() - started
  const count = { asked: 0, succeeded: 0, best: 0, relapses: 0, successes: 0, failures: 0, last: null as Attempt | null }
  const ended = (end: Wait['end']): Wait => {
    const { asked, succeeded, best, relapses, last } = count
    return { end, tally: { asked, succeeded, best, relapses, last, tookMs: elapsed() } }
  }
  await clock.sleep(pace.initialDelayMs, signal)
  while (!isStopped(signal)) {
    const began = elapsed()
    const attempt = await ask(count.asked + 1, Math.min(pace.timeoutMs, pace.deadlineMs - began))
    if (isStopped(signal)) break
    if (!attempt.healthy && count.successes > 0) count.relapses++
    count.asked++
    count.last = attempt
    count.successes = attempt.healthy ? count.successes + 1 : 0
    count.failures = attempt.healthy ? 0 : count.failures + 1
    if (attempt.healthy) count.succeeded++
    count.best = Math.max(count.best, count.successes)
    tell(attempt, count.successes)
    if (count.successes >= pace.successThreshold) return ended('healthy')
    if (count.failures === pace.failureThreshold) return ended('gave-up')
    const next = Math.max(began + pace.intervalMs, elapsed())
    if (next >= pace.deadlineMs) return ended('too-late')
    await clock.sleep(next - elapsed(), signal)
  }
  return ended('stopped')
}

/** Asked as a function, for it changes while others are waited for. */
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted
}
