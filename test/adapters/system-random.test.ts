import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../src/adapters/system-random.ts'
import { VirtualClock } from '../rig/virtual-clock.ts'

describe('system random', () => {
  it('makes ids that only grow, whatever the wall clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 2, maxLength: 50 }), (jumps) => {
        const clock = new VirtualClock()
        const random = systemRandom(clock)
        const ids = jumps.map((ms) => {
          clock.jump(ms)
          return random.id()
        })
        expect(ids).toEqual([...new Set(ids)].sort())
        for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
      }),
    )
  })

  it('puts the time in front, as a ULID does', () => {
    // The specification's own example: 1469918176385 is 01ARYZ6S41.
    const random = systemRandom(new VirtualClock({ now: 1_469_918_176_385 }))
    expect(random.id().slice(0, 10)).toBe('01aryz6s41')
  })

  it('tells nobody the next secret', () => {
    const random = systemRandom(new VirtualClock())
    expect(random.secret(16)).toMatch(/^[0-9a-f]{32}$/)
    expect(random.secret(16)).not.toBe(random.secret(16))
  })

  it('gives fractions from 0 to below 1', () => {
    const random = systemRandom(new VirtualClock())
    for (let count = 0; count < 100; count++) expect(random.fraction()).toSatisfy((value: number) => value >= 0 && value < 1)
  })
})
