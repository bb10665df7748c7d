import { describe, expect, it } from 'vitest'
import { composeNotes } from '../../src/plan/compose-notes.ts'
import type { TraceNote } from '../../src/ports/checkpoint-store.ts'

function moved(...moves: readonly (readonly [string, string])[]): TraceNote {
  return { moved: moves.map(([from, to]) => ({ from, to })), forgotten: [] }
}

function letGo(address: string, id: string | null): TraceNote {
  return { moved: [], forgotten: [{ address, id }] }
}

const cases: readonly (readonly [string, readonly TraceNote[], ReturnType<typeof composeNotes>])[] = [
  ['nothing', [], { moved: [], forgotten: [] }],
  ['a move', [moved(['a', 'b'])], { moved: [{ from: 'b', to: 'a' }], forgotten: [] }],
  ['a move of a move', [moved(['a', 'b']), moved(['b', 'c'])], { moved: [{ from: 'c', to: 'a' }], forgotten: [] }],
  ['there and back', [moved(['a', 'b']), moved(['b', 'a'])], { moved: [], forgotten: [] }],
  [
    'a move into a place that is left at the same time',
    [moved(['a', 'b'], ['b', 'c'])],
    {
      moved: [
        { from: 'b', to: 'a' },
        { from: 'c', to: 'b' },
      ],
      forgotten: [],
    },
  ],
  ['let go', [letGo('a', '1')], { moved: [], forgotten: [{ address: 'a', id: '1' }] }],
  ['let go after a move', [moved(['a', 'b']), letGo('b', '1')], { moved: [], forgotten: [{ address: 'a', id: '1' }] }],
  ['let go twice: the newer one', [letGo('a', '1'), letGo('a', '2')], { moved: [], forgotten: [{ address: 'a', id: '2' }] }],
  ['let go without an id', [letGo('a', null)], { moved: [], forgotten: [{ address: 'a', id: null }] }],
]

describe('composeNotes', () => {
  it.each(cases)('%s', (_, notes, way) => {
    expect(composeNotes(notes)).toEqual(way)
  })
})
