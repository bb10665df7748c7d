import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { checkForLeaks } from '../rig/leak-check.ts'

describe('system clock', () => {
  it('sleeps, and measures it on a clock that never goes back', async () => {
    checkForLeaks()
    const clock = systemClock()
    const before = clock.monotonicMs()
    await clock.sleep(2)
    expect(clock.monotonicMs()).toBeGreaterThan(before)
    expect(Number.isInteger(clock.now())).toBe(true)
  })

  it.each([{ ms: 3_600_000 }, { ms: 2 ** 40 }])('wakes from a sleep of $ms ms only when it is told to', async ({ ms }) => {
    checkForLeaks()
    const controller = new AbortController()
    let isAwake = false
    const sleep = systemClock()
      .sleep(ms, controller.signal)
      .then(() => (isAwake = true))
    await systemClock().sleep(5)
    await nextTurn()
    expect(isAwake).toBe(false)
    controller.abort()
    await sleep
  })

  it('does not sleep at all when the signal is aborted already', async () => {
    checkForLeaks()
    await systemClock().sleep(3_600_000, AbortSignal.abort())
  })
})
