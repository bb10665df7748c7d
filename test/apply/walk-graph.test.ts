import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { walkGraph } from '../../src/apply/walk-graph.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('walkGraph', () => {
  it('visits each node once, after all it waits for, never more than so many at once', async () => {
    const edges = fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(edges, fc.integer({ min: 1, max: 5 }), async (pairs, concurrency) => {
        const successors: number[][] = Array.from({ length: 31 }, () => [])
        for (const [one, two] of pairs) if (one !== two) successors[Math.min(one, two)]!.push(Math.max(one, two))
        const ended = new Set<number>()
        let running = 0
        const visit = async (node: number): Promise<void> => {
          expect(++running).toBeLessThanOrEqual(concurrency)
          successors.forEach((list, before) => list.includes(node) && expect(ended).toContain(before))
          if (node % 2 === 0) await turn()
          running--
          expect(ended).not.toContain(node)
          ended.add(node)
        }
        await walkGraph({ successors, concurrency, visit })
        expect(ended.size).toBe(31)
      }),
      { numRuns: 50 },
    )
  })

  it('visits nothing more after an error, and throws it when nothing runs', async () => {
    const visited: number[] = []
    const ended: number[] = []
    const visit = async (node: number): Promise<void> => {
      visited.push(node)
      if (node === 0) throw new Error('zero')
      await turn()
      ended.push(node)
    }
    await expect(walkGraph({ successors: [[3], [], [], []], concurrency: 2, visit })).rejects.toThrow('zero')
    expect([visited, ended]).toEqual([[0, 1], [1]])
  })

  it('ends at once where there is nothing', async () => {
    await expect(walkGraph({ successors: [], concurrency: 1, visit: () => Promise.reject(new Error('no')) })).resolves.toBeUndefined()
  })
})
