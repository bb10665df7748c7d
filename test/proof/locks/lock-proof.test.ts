import { describe, expect, it } from 'vitest'
import { fromSource } from '../crash/engine-process.ts'
import { overlapOf } from './lock-world.ts'
import { manyProcesses } from './many-processes.ts'
import { stoppedHolder } from './stopped-holder.ts'

describe('a sample of the proof of locks', () => {
  it('finds that several processes have their turn one after the other', { timeout: 300_000 }, async () => {
    expect(await manyProcesses(fromSource, { processes: 4, applies: 2 })).toEqual({
      applies: 8,
      failed: [],
      overlap: 1,
      lostUpdates: 0,
      forkedRevisions: 0,
      left: [],
    })
  })

  it('finds that a holder that was stopped keeps its environment, and writes nothing once it is not its own', { timeout: 300_000 }, async () => {
    expect(await stoppedHolder(fromSource, 0)).toEqual({ takeovers: [], overlap: 1, staleWrites: [], stuck: [] })
  })
})

describe('how many spans overlap', () => {
  it.each([
    [[], 0],
    [[[1, 2]], 1],
    [[[1, 2], [2, 3]], 1], // prettier-ignore
    [[[1, 5], [2, 3], [4, 6]], 2], // prettier-ignore
  ])('%j: %d', (spans, expected) => {
    expect(overlapOf(spans.map(([from = 0, to = 0]) => ({ from, to })))).toBe(expected)
  })
})
