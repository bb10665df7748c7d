import { describe, expect, it } from 'vitest'
import { holdsOfRun, keepingHolds, onHold } from '../../src/coordinator/hold-guard.ts'
import type { Hold } from '../../src/ports/hold-store.ts'

const hold = (number: number, more: Partial<Hold> = {}): Hold => {
  return { environment: 'prod', number, reason: `reason ${number}`, author: 'ann@here', at: Date.UTC(2030, 0, 1), run: null, released: null, ...more }
}
const holds = [hold(1), hold(3)]
const numbers = (kept: readonly Hold[]): readonly number[] => kept.map(({ number }) => number)

describe('what keeps a plan from being applied', () => {
  it.each([
    ['every hold, where nothing is said', {}, [1, 3]],
    ['every hold, where nobody was asked', { holds: 'respect' }, [1, 3]],
    ['none, where they are released', { holds: 'release' }, []],
    ['none, where it goes back', { holds: { place: 'rolled back' } }, []],
    ['none of those that somebody knew of', { holds: { seen: [1, 3, 9] } }, []],
    ['one that nobody knew of', { holds: { seen: [1] } }, [3]],
  ] as const)('is %s', (_, command, kept) => {
    expect(numbers(keepingHolds(holds, command))).toEqual(kept)
  })

  it('is said with since when, by whom and why', () => {
    expect(onHold('prod', [])).toEqual([])
    const [refusal] = onHold('prod', [hold(1), hold(3, { run: 'run-7' })])
    expect(refusal?.message.split('\n').slice(1)).toEqual([
      '  #1 since 2030-01-01T00:00:00Z by ann@here: reason 1',
      '  #3 since 2030-01-01T00:00:00Z by run run-7, ann@here: reason 3',
    ])
  })
})

describe('what the start of a run does to holds', () => {
  it.each([
    ['nothing', {}, {}],
    ['nothing, where somebody knew of them', { holds: { seen: [1] } }, {}],
    ['ends them', { holds: 'release' }, { release: { numbers: null, at: 5, by: 'bob@there' } }],
    ['places one', { holds: { place: 'rolled back' } }, { place: { reason: 'rolled back', author: 'bob@there', at: 5 } }],
  ] as const)('%s', (_, command, done) => {
    expect(holdsOfRun(command, { user: 'bob', host: 'there' }, 5)).toEqual(done)
  })
})
