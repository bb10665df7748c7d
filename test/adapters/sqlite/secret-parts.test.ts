import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { putSecretsBack, takeSecrets, type FreshJson } from '../../../src/adapters/sqlite/secret-parts.ts'
import type { Json } from '../../../src/events/json.ts'
import type { Mask } from '../../../src/expressions/value.ts'

const { mask } = fc.letrec<{ mask: Mask }>((tie) => ({
  mask: fc.oneof(
    { maxDepth: 4 },
    fc.boolean(),
    fc.array(tie('mask'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', '__proto__'), fc.string()), tie('mask'), { maxKeys: 3 }),
  ),
}))

/** A value whose shape follows the mask here and there. */
function valueFor(shape: Mask): fc.Arbitrary<Json> {
  if (typeof shape === 'boolean') return fc.jsonValue().map((value) => fresh(value as Json))
  const children = Object.entries(shape).map(([key, child]: [string, Mask]) => valueFor(child).map((value) => [key, value] as const))
  const built = Array.isArray(shape)
    ? fc.tuple(...children).map((parts): Json => parts.map(([, value]) => value))
    : fc.tuple(...children).map((parts): Json => Object.fromEntries(parts))
  return fc.oneof({ weight: 5, arbitrary: built }, { weight: 1, arbitrary: fc.jsonValue().map((value) => fresh(value as Json)) })
}

function fresh(value: Json): FreshJson {
  return JSON.parse(JSON.stringify(value)) as FreshJson
}

describe('takeSecrets and putSecretsBack', () => {
  it('give the value back, for any value and any mask', () => {
    const cases = mask.chain((shape) => valueFor(shape).map((value) => [value, shape] as const))
    fc.assert(
      fc.property(cases, ([value, shape]) => {
        const { open, secrets } = takeSecrets(value, shape)
        expect(putSecretsBack(fresh(open), secrets)).toEqual({ value })
      }),
    )
  })

  it.each<{ what: string; value: Json; shape: Mask; open: Json; secrets: unknown }>([
    { what: 'nothing', value: { a: 1 }, shape: false, open: { a: 1 }, secrets: [] },
    { what: 'nothing under an empty mask', value: 'x', shape: {}, open: 'x', secrets: [] },
    { what: 'all', value: { a: 1 }, shape: true, open: null, secrets: [[[], { a: 1 }]] },
    { what: 'a child', value: { a: 1, b: 2 }, shape: { a: true }, open: { a: null, b: 2 }, secrets: [[['a'], 1]] },
    { what: 'an item', value: { a: [1, 2] }, shape: { a: [false, true] }, open: { a: [1, null] }, secrets: [[['a', 1], 2]] },
    { what: 'a null', value: { a: null }, shape: { a: true }, open: { a: null }, secrets: [[['a'], null]] },
    { what: 'the whole where the mask does not fit', value: 'x', shape: { a: true }, open: null, secrets: [[[], 'x']] },
    { what: 'no child that is not there', value: { b: 2 }, shape: { a: true }, open: { b: 2 }, secrets: [] },
  ])('takes $what', ({ value, shape, open, secrets }) => {
    expect(takeSecrets(value, shape)).toEqual({ open, secrets })
  })

  it('notices a place that is not there', () => {
    expect(putSecretsBack({ a: 1 }, [[['b'], 'secret']])).toBe(null)
    expect(putSecretsBack({ a: 1 }, [[['a', 'b'], 'secret']])).toBe(null)
    expect(putSecretsBack({}, [[['__proto__', 'polluted'], true]])).toBe(null)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})
