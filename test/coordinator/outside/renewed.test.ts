import { describe, expect, it } from 'vitest'
import { Renewed, renewalMarginMs } from '../../../src/coordinator/outside/renewed.ts'
import { VirtualClock } from '../../rig/virtual-clock.ts'

const hour = 3_600_000

/** Something that lasts for so long each time it is asked for. */
function lasting(clock: VirtualClock, lastsMs: number | null): { renewed: Renewed<{ number: number; expiresAt: number | null }>; asked: () => number } {
  let number = 0
  const renewed = new Renewed(clock, () => Promise.resolve({ number: ++number, expiresAt: lastsMs === null ? null : clock.now() + lastsMs }))
  return { renewed, asked: () => number }
}

describe('what lasts for a while', () => {
  it('is asked for when it is needed first, and once for all', async () => {
    const { renewed, asked } = lasting(new VirtualClock(), hour)
    expect(asked()).toBe(0)
    const all = await Promise.all([renewed.get(), renewed.get(), renewed.get()])
    expect(all.map(({ number }) => number)).toEqual([1, 1, 1])
  })

  it('is asked for again before it expires, and not earlier', async () => {
    const clock = new VirtualClock()
    const { renewed, asked } = lasting(clock, hour)
    await renewed.get()
    await clock.advance(hour - renewalMarginMs - 1)
    await renewed.get()
    expect(asked()).toBe(1)
    await clock.advance(1)
    expect((await renewed.get()).number).toBe(2)
  })

  it('is kept where nobody says until when it is good', async () => {
    const clock = new VirtualClock()
    const { renewed, asked } = lasting(clock, null)
    await renewed.get()
    await clock.advance(1000 * hour)
    await renewed.get()
    expect(asked()).toBe(1)
  })

  it('is good for one use where it lasts shorter than the margin', async () => {
    const { renewed } = lasting(new VirtualClock(), 1000)
    expect((await renewed.get()).number).toBe(1)
    expect((await renewed.get()).number).toBe(2)
  })

  it('fails once for all who need it now, and is asked for again later', async () => {
    const clock = new VirtualClock()
    let asked = 0
    const renewed = new Renewed(clock, () => (++asked === 1 ? Promise.reject(new Error('locked out')) : Promise.resolve({ expiresAt: null })))
    const tries = await Promise.allSettled([renewed.get(), renewed.get()])
    expect(tries.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(renewed.get()).rejects.toThrow('locked out')
    expect(asked).toBe(1)
    await clock.advance(60_000)
    expect(await renewed.get()).toEqual({ expiresAt: null })
  })
})
