import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { fromDynamic, isWireObject, toDynamic, unknownValue, type WireValue } from './dynamic-value.ts'

const hex = (value: WireValue): string => Buffer.from(toDynamic(value).msgpack ?? []).toString('hex')
const read = (text: string): WireValue => fromDynamic({ msgpack: Buffer.from(text, 'hex') })

describe('values on the wire', () => {
  it.each<[string, WireValue, string]>([
    ['null', null, 'c0'],
    ['what is unknown', unknownValue, 'd40000'],
    ['a text', 'é', 'a2c3a9'],
    ['a whole number', 300, 'cd012c'],
    ['a fraction', 0.5, 'cb3fe0000000000000'],
    ['a truth', true, 'c3'],
    ['an object with an unknown part', { id: unknownValue, a: null }, '82a26964d40000a161c0'],
    ['a list', ['a', unknownValue], '92a161d40000'],
  ])('are packed as Terraform packs them: %s', (_, value, expected) => {
    expect(hex(value)).toBe(expected)
    expect(read(expected)).toEqual(value)
  })

  it('come back as the one unknown value', () => {
    expect(read('d40000')).toBe(unknownValue)
  })

  it('are unknown also where something is known of them', () => {
    // {1: false}: it will not be null.
    expect(read('c7030c8101c2')).toBe(unknownValue)
  })

  it('are read from JSON where they come as such', () => {
    expect(fromDynamic({ msgpack: Buffer.alloc(0), json: Buffer.from('{"a":[1]}') })).toEqual({ a: [1] })
  })

  it.each([[null], [undefined], [{}], [{ msgpack: Buffer.alloc(0) }]])('are null where nothing came: %j', (dynamic) => {
    expect(fromDynamic(dynamic)).toBeNull()
  })

  it.each<[WireValue, boolean]>([
    [{}, true],
    [null, false],
    [[], false],
    ['text', false],
    [unknownValue, false],
  ])('are told apart from objects: %j', (value, expected) => {
    expect(isWireObject(value)).toBe(expected)
  })

  it('come back as they went', () => {
    // Terraform's numbers know no negative zero.
    const number = fc.double({ noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value))
    const leaf = fc.oneof(fc.string({ unit: 'grapheme' }), number, fc.boolean(), fc.constant(null), fc.constant(unknownValue))
    const { tree } = fc.letrec<{ tree: WireValue }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('tree')),
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          tie('tree'),
          { noNullPrototype: true },
        ),
      ),
    }))
    fc.assert(
      fc.property(tree, (value) => {
        expect(fromDynamic(toDynamic(value))).toEqual(value)
      }),
    )
  })
})
