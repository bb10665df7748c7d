import { describe, expect, it } from 'vitest'
import { simulate } from '../rig/simulate.ts'

const seeds = Number(process.env['SEEDS'] ?? 200)
const first = Number(process.env['FIRST_SEED'] ?? 1)

describe('an environment whose engine dies at any write', () => {
  it(`loses nothing, makes nothing twice and converges, with ${seeds} seeds from ${first} on`, { timeout: Math.max(60_000, seeds * 100) }, async () => {
    const faulty: string[] = []
    for (let seed = first; seed < first + seeds; seed++) {
      const { violations } = await simulate(seed)
      if (violations.length > 0) faulty.push(`FIRST_SEED=${seed} SEEDS=1: ${violations.join('; ')}`)
    }
    expect(faulty.slice(0, 5), `${faulty.length} of ${seeds}`).toEqual([])
  })

  it('lives the same life with the same seed', async () => {
    for (const seed of [1, 2, 3, 4, 5]) expect((await simulate(seed)).trace).toEqual((await simulate(seed)).trace)
  })
})
