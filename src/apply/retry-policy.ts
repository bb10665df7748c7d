import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'

/** How often a step that failed for a passing reason is tried again, and how the waits grow. */
export interface RetryPolicy {
  readonly maxRetries: number
  readonly backoffMultiplier: number
}

const firstDelayMs = 1_000
const longestDelayMs = 60_000

/** The wait before attempt `attempt` + 1: exponential, at most a minute, with full jitter of its upper half. */
export function retryDelayMs(policy: RetryPolicy, attempt: number, random: Random): number {
  const full = Math.min(longestDelayMs, firstDelayMs * policy.backoffMultiplier ** (attempt - 1))
  return Math.round(full / 2 + (full / 2) * random.fraction())
}

/** Waits before the next attempt; false when it was stopped meanwhile. */
export async function waitToRetry(delayMs: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  await clock.sleep(delayMs, signal)
  return !signal.aborted
}
