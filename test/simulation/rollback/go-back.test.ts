import { describe, expect, it } from 'vitest'
import { goBack } from './go-back.ts'
import { actualFate, judgeCoverage } from './judge-coverage.ts'
import type { Snapshot } from './snapshot.ts'

const first = 1
const count = 30

describe('a rollback of a generated system', { timeout: 600_000 }, () => {
  it(`brings back what was, as announced, with ${count} seeds from ${first} on`, async () => {
    const fates = { restored: 0, recreated: 0 }
    for (let seed = first; seed < first + count; seed++) {
      const story = await goBack(seed)
      expect(story.violations, `seed ${seed}`).toEqual([])
      fates.restored += story.fates.restored
      fates.recreated += story.fates.recreated
    }
    expect(Math.min(fates.restored, fates.recreated)).toBeGreaterThan(count / 3)
  })

  it('brings what reads from something that is made anew along', async () => {
    expect((await goBack(45)).violations).toEqual([])
  })
})

describe('the judgement of what was announced', () => {
  const there = (id: string, content = 'x'): Snapshot => new Map([['dev/a', [{ id, content }]]])
  const none: Snapshot = new Map()

  it('tells what came back from what was made anew and what is lost', () => {
    expect(actualFate('dev/a', { then: there('1'), after: there('1') })).toBe('restored')
    expect(actualFate('dev/a', { then: there('1'), after: there('2') })).toBe('recreated')
    expect(actualFate('dev/a', { then: there('1'), after: there('1', 'y') })).toBe('lost')
    expect(actualFate('dev/a', { then: none, after: there('1') })).toBe('lost')
  })

  it('finds what was announced otherwise, and what was not announced', () => {
    const coverage = { restored: 1, recreated: 0, lost: 0, deferred: 0, entries: [{ address: 'dev/a', stack: null, fate: 'restored', what: '' }] } as const
    const nothing = { ...coverage, entries: [] }
    const anew = { then: there('1'), before: none, after: there('2') }
    expect(judgeCoverage(coverage, anew)).toEqual(['dev/a was announced as restored, and is recreated'])
    expect(judgeCoverage(nothing, anew)).toEqual(['dev/a was not announced, and is touched'])
    expect(judgeCoverage(coverage, { then: there('1'), before: there('1', 'y'), after: there('1') })).toEqual([])
    expect(judgeCoverage(nothing, { then: there('1'), before: there('1'), after: there('1') })).toEqual([])
  })
})
