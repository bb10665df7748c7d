import { describe, expect, it } from 'vitest'
import type { InnerChange } from '../../../../src/plan/inner-change.ts'
import { emptyNote, noted, noteFromJson, noteOfPlan, noteThatHolds } from '../../../../src/providers/terraform-stack/way-back/note-of-plan.ts'

function inner(address: string, action: 'no-op' | 'forget', previous?: string): InnerChange {
  const change = { actions: [action], before: null, after: null, after_unknown: false, before_sensitive: false, after_sensitive: false } as const
  return { address, ...(previous === undefined ? {} : { previous_address: previous }), mode: 'managed', type: 'x_y', name: 'n', provider_name: '', change }
}

function state(ids: Readonly<Record<string, string | null>>): string {
  const resources = Object.entries(ids).map(([name, id]) => ({ mode: 'managed', type: 'x_y', name, instances: [{ attributes: { id } }] }))
  return JSON.stringify({ version: 4, resources })
}

const options = { state: () => Promise.resolve(state({ a: 'i-1', b: null, c: 'of-hunter2' })), secrets: ['hunter2'] }

describe('the note of a plan', () => {
  it('holds what is moved, and what is let go with its id, but for one that holds a secret', async () => {
    const plan = [inner('x_y.n', 'no-op', 'x_y.m'), ...['a', 'b', 'c', 'd'].map((name) => inner(`x_y.${name}`, 'forget'))]
    expect(await noteOfPlan(plan, options)).toEqual({
      moved: [{ from: 'x_y.m', to: 'x_y.n' }],
      forgotten: [
        { address: 'x_y.a', id: 'i-1' },
        { address: 'x_y.b', id: null },
        { address: 'x_y.c', id: null },
        { address: 'x_y.d', id: null },
      ],
    })
  })

  it('is none where nothing is, without a look at the state', async () => {
    const asked = noteOfPlan([inner('x_y.n', 'no-op')], { state: () => Promise.reject(new Error('asked')), secrets: [] })
    expect(noted(await asked)).toEqual({})
  })

  it('comes true in so far as the state says so', () => {
    const note = {
      moved: ['1', '2'].map((one) => ({ from: `x_y.f${one}`, to: `x_y.t${one}` })),
      forgotten: ['1', '2'].map((one) => ({ address: `x_y.g${one}`, id: one })),
    }
    expect(noteThatHolds(note, ['x_y.t1', 'x_y.f2', 'x_y.g2'])).toEqual({ moved: [note.moved[0]], forgotten: [note.forgotten[0]] })
  })

  it.each([null, undefined, [], 'x', { moved: 1, forgotten: [{}] }, { moved: [{ from: 1, to: 'b' }] }])('is read as empty from %j', (json) => {
    expect(noteFromJson(json)).toEqual(emptyNote)
  })
})
