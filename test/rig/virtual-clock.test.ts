import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from './virtual-clock.ts'

describe('virtual clock', () => {
  it('wakes sleepers in the order of their times, at their times', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1000), { maxLength: 20 }), async (delays) => {
        const clock = new VirtualClock({ now: 0 })
        const woken: { delay: number; at: number }[] = []
        for (const delay of delays) void clock.sleep(delay).then(() => woken.push({ delay, at: clock.now() }))
        await clock.advance(1000)
        const sorted = delays.toSorted((left, right) => left - right)
        expect(woken).toEqual(sorted.map((delay) => ({ delay, at: delay })))
        expect([clock.sleepers, clock.monotonicMs()]).toEqual([0, 1000])
      }),
      { numRuns: 30 },
    )
  })

  it('counts a sleep that follows another from where that one ended', async () => {
    const clock = new VirtualClock()
    const woken: number[] = []
    void (async () => {
      for (let count = 0; count < 3; count++) {
        await clock.sleep(10)
        woken.push(clock.monotonicMs())
      }
    })()
    await clock.advance(25)
    expect(woken).toEqual([10, 20])
    expect(await clock.advanceToNext()).toBe(true)
    expect(woken).toEqual([10, 20, 30])
    expect(await clock.advanceToNext()).toBe(false)
  })

  it('forgets a sleeper whose signal aborts', async () => {
    const clock = new VirtualClock()
    const controller = new AbortController()
    const sleep = clock.sleep(10, controller.signal)
    expect(clock.sleepers).toBe(1)
    controller.abort()
    await sleep
    await clock.sleep(10, controller.signal)
    expect([clock.sleepers, clock.monotonicMs()]).toEqual([0, 0])
  })

  it('jumps only with the wall clock', async () => {
    const clock = new VirtualClock({ now: 1_000_000 })
    const sleep = clock.sleep(10)
    clock.jump(-500_000)
    expect([clock.now(), clock.monotonicMs(), clock.sleepers]).toEqual([500_000, 0, 1])
    await clock.advance(10)
    await sleep
    expect(clock.now()).toBe(500_010)
  })
})
