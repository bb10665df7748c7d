import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { yamlText } from '../../../src/cli/render/yaml-text.ts'
import type { Json } from '../../../src/events/json.ts'
import { expectHarmless } from '../../rig/harmless.ts'
import { hostileText } from './asking/hostile.ts'

describe('yamlText', () => {
  it('is what people would write', () => {
    const value = {
      format_version: '1.0',
      runs: [{ id: 'a', counts: { done: 1 }, none: null, empty: [], on: true }, ['x', ['y']]],
      'a b: c': 'no',
      text: 'a\nb',
    }
    expect(yamlText(value)).toBe(`format_version: "1.0"
runs:
  - id: a
    counts:
      done: 1
    none: null
    empty: []
    "on": true
  - - x
    - - "y"
"a b: c": "no"
text: "a\\nb"
`)
  })

  it('writes keys that are too long for one line', () => {
    const value = { ['k'.repeat(3000)]: { a: [1] }, ['"'.repeat(3000)]: 1 }
    expect(parse(yamlText(value))).toEqual(value)
  })

  it('is the same value, in YAML 1.1 and 1.2, without anything active', () => {
    const text = fc.oneof(
      hostileText,
      fc.constantFrom(
        'yes',
        'off',
        '~',
        '',
        ' ',
        '1e5',
        '0x1',
        '012',
        '1:30',
        '- a',
        '#',
        'a #b',
        'a: b',
        '<<',
        '=',
        '2001-01-01',
        '*a',
        '&a',
        '!a',
        '%a',
        '@a',
        '👩‍👩‍👧',
      ),
    )
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0), text), fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true })), // prettier-ignore
    }))
    fc.assert(
      fc.property(value, (json) => {
        const written = yamlText(json)
        expectHarmless(written)
        const wanted = JSON.parse(JSON.stringify(json)) as Json
        expect(parse(written, { maxAliasCount: -1 })).toEqual(wanted)
        expect(parse(written, { version: '1.1', merge: false })).toEqual(wanted)
      }),
    )
  })
})
