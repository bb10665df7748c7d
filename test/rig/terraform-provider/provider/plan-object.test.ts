import { describe, expect, it } from 'vitest'
import { unknownValue, type WireObject } from '../wire/dynamic-value.ts'
import { planObject } from './plan-object.ts'

const wanted: WireObject = { name: 'a', value: 'x', tags: null, size: null, zone: null, secret: null, force_new: null, delay_ms: null }
const proposedNew: WireObject = { ...wanted, id: null, revision: null, token: null, payload: null }
const there: WireObject = { ...wanted, zone: 'home', id: 'obj-1', revision: 1, token: 't', payload: null }

describe('the plan for an object', () => {
  it('knows what is said, and nothing that the store fills', () => {
    expect(planObject(null, proposedNew)).toEqual({
      planned: { ...proposedNew, id: unknownValue, revision: unknownValue, token: unknownValue, zone: unknownValue },
      replace: [],
    })
  })

  it('does not know the payload of a size', () => {
    expect(planObject(null, { ...proposedNew, size: 3, zone: 'far' }).planned).toMatchObject({ payload: unknownValue, zone: 'far' })
  })

  it('is empty where nothing changes', () => {
    expect(planObject(there, there)).toEqual({ planned: there, replace: [] })
  })

  it.each<[string, WireObject, WireObject, readonly string[]]>([
    ['a value', { value: 'y' }, { revision: unknownValue }, []],
    ['tags', { tags: { a: 'b' } }, { revision: unknownValue }, []],
    ['a size', { size: 3 }, { revision: unknownValue, payload: unknownValue }, []],
    ['a value that is not known', { value: unknownValue }, { revision: unknownValue }, []],
    ['a name', { name: 'b' }, { revision: unknownValue }, ['name']],
    ['what forces a new one', { force_new: '1' }, { revision: unknownValue }, ['force_new']],
  ])('changes %s', (_, change, expected, replace) => {
    expect(planObject(there, { ...there, ...change })).toEqual({ planned: { ...there, ...change, ...expected }, replace })
  })

  it('leaves nothing of a deletion', () => {
    expect(planObject(there, null)).toEqual({ planned: null, replace: [] })
  })
})
