import { describe, expect, it } from 'vitest'
import { haveSameContent, isUnwritten } from '../../../../src/providers/terraform-stack/planned/state-content.ts'

function state(parts: { readonly id?: string; readonly lineage?: string; readonly sensitive?: readonly string[]; readonly outputs?: object }): string {
  const { id = 'one', lineage = 'l', sensitive = [], outputs = {} } = parts
  const paths = sensitive.map((value) => [{ type: 'get_attr', value }])
  const instances = [{ attributes: { id }, sensitive_attributes: paths }]
  return JSON.stringify({ version: 4, serial: 1, lineage, outputs, resources: [{ mode: 'managed', type: 't', name: 'n', instances }] })
}

describe('two states', () => {
  it.each<[string, string, string, boolean]>([
    ['another lineage', state({}), state({ lineage: 'other' }), true],
    ['what is sensitive in another order', state({ sensitive: ['a', 'b'] }), state({ sensitive: ['b', 'a'] }), true],
    ['other things that are sensitive', state({ sensitive: ['a'] }), state({ sensitive: ['b'] }), false],
    ['another id', state({}), state({ id: 'two' }), false],
    ['another output', state({}), state({ outputs: { o: { value: 1 } } }), false],
    ['one that is none', state({}), 'torn', false],
  ])('with %s', (_, one, two, same) => {
    expect(haveSameContent(one, two)).toBe(same)
    expect(haveSameContent(two, one)).toBe(same)
  })

  it('have no lineage before a backend took them; what is no state is none of these', () => {
    expect([state({}), state({ lineage: '' }), '{}', ''].map(isUnwritten)).toEqual([false, true, false, false])
  })
})
