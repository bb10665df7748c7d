import type { Clock } from '../ports/clock.ts'

/** The machine's own clock. A pending sleep keeps the process alive. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    sleep,
  }
}

/** Longer delays overflow the 32 bits of a timer, which then fires at once. */
const longestTimerMs = 2 ** 31 - 1

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  let left = ms
  do {
    await timer(Math.min(left, longestTimerMs), signal)
    left -= longestTimerMs
  } while (left > 0 && signal?.aborted !== true)
}

function timer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve()
      return
    }
    const done = (): void => {
      clearTimeout(handle)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const handle = setTimeout(done, Math.max(0, ms))
    signal?.addEventListener('abort', done)
  })
}
