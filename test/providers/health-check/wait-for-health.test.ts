import { describe, expect, it } from 'vitest'
import type { Attempt } from '../../../src/providers/health-check/attempt.ts'
import type { Pace } from '../../../src/providers/health-check/health-check-spec.ts'
import { waitForHealth, type Wait } from '../../../src/providers/health-check/wait-for-health.ts'
import { VirtualClock } from '../../rig/virtual-clock.ts'

const pace: Pace = { intervalMs: 5_000, timeoutMs: 5_000, successThreshold: 1, failureThreshold: null, initialDelayMs: 0, deadlineMs: 30_000 }

interface Waited extends Wait {
  /** When each attempt began, in seconds. */
  readonly at: readonly number[]
  readonly limits: readonly number[]
}

/** Waits with answers from a text: `+` is healthy, `-` is not; the last one stays. Each attempt takes so long. */
async function wait(answers: string, more: Partial<Pace> = {}, options: { readonly tookMs?: number; readonly stopAfter?: number } = {}): Promise<Waited> {
  const clock = new VirtualClock()
  const stop = new AbortController()
  const at: number[] = []
  const limits: number[] = []
  const ask = async (number: number, timeoutMs: number): Promise<Attempt> => {
    at.push(clock.monotonicMs() / 1000)
    limits.push(timeoutMs)
    if (options.tookMs !== undefined) await clock.sleep(Math.min(options.tookMs, timeoutMs))
    if (number === options.stopAfter) stop.abort()
    return { healthy: (answers[number - 1] ?? answers.at(-1)) === '+', text: `answer ${number}` }
  }
  const state = { ended: false }
  const waiting = waitForHealth({ pace: { ...pace, ...more }, clock, signal: stop.signal, ask, tell: () => undefined }).finally(() => (state.ended = true))
  while (!state.ended) await clock.advanceToNext()
  const waited = await waiting
  expect(clock.sleepers).toBe(0)
  return { ...waited, at, limits }
}

describe('waiting for health', () => {
  it.each([
    ['the first success will do', '+', {}, 'healthy', 1],
    ['failures before are forgiven', '---+', {}, 'healthy', 4],
    ['so many successes in a row', '+++', { successThreshold: 3 }, 'healthy', 3],
    ['a relapse counts from the beginning', '++-+++', { successThreshold: 3 }, 'healthy', 6],
    ['so many failures in a row end it', '--+---', { failureThreshold: 3, successThreshold: 2 }, 'gave-up', 6],
    ['a single failure can end it', '-', { failureThreshold: 1 }, 'gave-up', 1],
    ['the deadline ends it', '-', {}, 'too-late', 6],
    ['what flaps never has enough in a row', '+-+-+-+-', { successThreshold: 2 }, 'too-late', 6],
  ] as const)('%s: %s', async (_, answers, more, end, asked) => {
    const waited = await wait(answers, more)
    expect([waited.end, waited.tally.asked]).toEqual([end, asked])
  })

  it('asks at even times, from the initial delay on, and never at the deadline', async () => {
    expect((await wait('-', { initialDelayMs: 2_000 })).at).toEqual([2, 7, 12, 17, 22, 27])
    expect((await wait('-', { intervalMs: 10_000 })).at).toEqual([0, 10, 20])
  })

  it('asks again at once when an attempt took longer than the interval', async () => {
    expect((await wait('-', { timeoutMs: 9_000 }, { tookMs: 9_000 })).at).toEqual([0, 9, 18, 27])
  })

  it('gives no attempt more time than is left', async () => {
    const waited = await wait('-', { timeoutMs: 9_000 }, { tookMs: 9_000 })
    expect([waited.limits, waited.tally.tookMs]).toEqual([[9_000, 9_000, 9_000, 3_000], 30_000])
  })

  it('counts what a flapping check does', async () => {
    const { tally } = await wait('+-++-+-', { successThreshold: 3 })
    expect(tally).toMatchObject({ asked: 6, succeeded: 4, best: 2, relapses: 2 })
  })

  it('ends when it is stopped, and does not count what it was asking then', async () => {
    const { end, tally } = await wait('-', {}, { stopAfter: 2 })
    expect([end, tally.asked]).toEqual(['stopped', 1])
  })
})
