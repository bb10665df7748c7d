import { describe, expect, it } from 'vitest'
import { live } from './life.ts'
import { readyMadeTest } from './ready-made-test.ts'

const seeds = 200
const first = 1

describe('a life of an environment in which anything may go wrong', { timeout: 600_000 }, () => {
  it(`breaks no invariant, with ${seeds} seeds from ${first} on`, async () => {
    const faulty: number[] = []
    for (let seed = first; seed < first + seeds; seed++) if ((await live({ seed })).violations.length > 0) faulty.push(seed)
    expect(await Promise.all(faulty.slice(0, 3).map(readyMadeTest)), `${faulty.length} of ${seeds}`).toEqual([])
  })

  it('is the same life with the same seed', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) expect((await live({ seed })).trace).toEqual((await live({ seed })).trace)
  })

  it('is another one with other faults', async () => {
    const calm = await live({ seed: 3, faults: [] })
    const killed = await live({ seed: 3, faults: [{ at: 10, kind: 'kill-after' }] })
    expect(calm.trace).not.toContain('e1 is killed')
    expect(killed.trace).toContain('e1 is killed')
  })
})
