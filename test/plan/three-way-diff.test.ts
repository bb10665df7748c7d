import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/events/json.ts'
import { Sensitive, unknown, type Value } from '../../src/expressions/value.ts'
import { diffThreeWay, toFieldDrift, type ThreeVersions } from '../../src/plan/three-way-diff.ts'

const told = (versions: ThreeVersions) => diffThreeWay(versions).map((found) => `${found.kind} /${found.path.join('/')}`)

interface Case extends ThreeVersions {
  readonly name: string
  readonly tells: readonly string[]
}

const cases: readonly Case[] = [
  { name: 'nothing', recorded: { a: 1 }, observed: { a: 1 }, desired: { a: 1 }, tells: [] },
  { name: 'drift', recorded: { a: 1 }, observed: { a: 2 }, desired: { a: 1 }, tells: ['drift /a'] },
  { name: 'intent', recorded: { a: 1 }, observed: { a: 1 }, desired: { a: 2 }, tells: ['intentional /a'] },
  { name: 'conflict', recorded: { a: 1 }, observed: { a: 2 }, desired: { a: 3 }, tells: ['conflict /a'] },
  { name: 'the same change on both sides', recorded: { a: 1 }, observed: { a: 2 }, desired: { a: 2 }, tells: ['both-same /a'] },
  { name: 'a field only the server has', recorded: { a: 1 }, observed: { a: 1, id: 'x' }, desired: { a: 1 }, tells: [] },
  { name: 'a new field that the server had filled', recorded: {}, observed: { a: 1 }, desired: { a: 2 }, tells: ['intentional /a'] },
  { name: 'a field taken out', recorded: { a: 1, b: 2 }, observed: { a: 1, b: 2 }, desired: { a: 1 }, tells: ['intentional /b'] },
  { name: 'a field that vanished', recorded: { a: 1, b: 2 }, observed: { a: 1 }, desired: { a: 1, b: 2 }, tells: ['drift /b'] },
  { name: 'a field gone on both sides', recorded: { a: 1, b: 2 }, observed: { a: 1 }, desired: { a: 1 }, tells: ['both-same /b'] },
  { name: 'null is a value', recorded: { a: null }, observed: { a: null }, desired: { a: 1 }, tells: ['intentional /a'] },
  { name: 'null and absent differ', recorded: { a: null }, observed: {}, desired: { a: null }, tells: ['drift /a'] },
  { name: 'unknown desired', recorded: { a: 1 }, observed: { a: 1 }, desired: { a: unknown }, tells: ['intentional /a'] },
  { name: 'never applied, nothing there', recorded: null, observed: null, desired: { a: 1 }, tells: ['intentional /'] },
  { name: 'never applied, there already', recorded: null, observed: { a: 1, id: 'x' }, desired: { a: 1 }, tells: ['both-same /a'] },
  { name: 'never applied, there otherwise', recorded: null, observed: { a: 2 }, desired: { a: 1 }, tells: ['intentional /a'] },
  { name: 'gone', recorded: { a: 1 }, observed: null, desired: { a: 1 }, tells: ['drift /'] },
  { name: 'gone and changed', recorded: { a: 1 }, observed: null, desired: { a: 2 }, tells: ['conflict /'] },
  { name: 'to go', recorded: { a: 1 }, observed: { a: 1 }, desired: null, tells: ['intentional /'] },
  { name: 'to go and gone', recorded: { a: 1 }, observed: null, desired: null, tells: ['both-same /'] },
  { name: 'a shape that changed', recorded: { a: [1] }, observed: { a: [1] }, desired: { a: { x: 1 } }, tells: ['intentional /a'] },
  { name: 'an empty object where none was', recorded: {}, observed: {}, desired: { a: {} }, tells: ['intentional /a'] },
  { name: 'an item taken out', recorded: ['a', 'b', 'c'], observed: ['a', 'b', 'c'], desired: ['a', 'c'], tells: ['intentional /1'] },
  { name: 'an item put in', recorded: ['a', 'c'], observed: ['a', 'c'], desired: ['a', 'b', 'c'], tells: ['intentional /1'] },
  { name: 'an item put in by somebody', recorded: ['a', 'c'], observed: ['a', 'b', 'c'], desired: ['a', 'c'], tells: ['drift /1'] },
  {
    name: 'one item taken out by us, another by somebody',
    recorded: ['a', 'b', 'c', 'd', 'e'],
    observed: ['a', 'c', 'd', 'e'],
    desired: ['a', 'b', 'c', 'e'],
    tells: ['drift /1', 'intentional /2'],
  },
  { name: 'the same item put in on both sides', recorded: ['a'], observed: ['a', 'b'], desired: ['a', 'b'], tells: ['both-same /1'] },
  {
    name: 'items by key, in another order',
    recorded: [
      { n: 'x', v: 1 },
      { n: 'y', v: 1 },
    ],
    observed: [
      { n: 'y', v: 1 },
      { n: 'x', v: 2 },
    ],
    desired: [
      { n: 'x', v: 1 },
      { n: 'y', v: 3 },
    ],
    rules: [{ path: [], listKey: 'n' }],
    tells: ['drift /0/v', 'intentional /1/v'],
  },
  {
    name: 'a list key that is not unique falls back to positions',
    recorded: [{ n: 'x' }, { n: 'x' }],
    observed: [{ n: 'x' }, { n: 'x' }],
    desired: [{ n: 'x' }],
    rules: [{ path: [], listKey: 'n' }],
    tells: ['intentional /1'],
  },
  {
    name: 'an unordered list',
    recorded: { s: ['a', 'b'] },
    observed: { s: ['b', 'a'] },
    desired: { s: ['a', 'b'] },
    rules: [{ path: ['s'], comparator: 'unordered' }],
    tells: [],
  },
  {
    name: 'an unordered list with one item twice',
    recorded: { s: ['a', 'b'] },
    observed: { s: ['a', 'a'] },
    desired: { s: ['a', 'b'] },
    rules: [{ path: ['s'], comparator: 'unordered' }],
    tells: ['drift /s'],
  },
  {
    name: 'JSON in a text',
    recorded: { p: '{"a":1,"b":2}' },
    observed: { p: '{ "b": 2, "a": 1 }' },
    desired: { p: '{"a":1,"b":2}' },
    rules: [{ path: ['p'], comparator: 'json' }],
    tells: [],
  },
  {
    name: 'another case, anywhere',
    recorded: { h: { x: 'A' } },
    observed: { h: { x: 'a' } },
    desired: { h: { x: 'A' } },
    rules: [{ path: ['h', '*'], comparator: 'case-insensitive' }],
    tells: [],
  },
  { name: 'an ignored path', recorded: { a: { b: 1 } }, observed: { a: { b: 2 } }, desired: { a: { b: 3 } }, ignore: [['a', 'b']], tells: [] },
  { name: 'a field called __proto__', recorded: own(1), observed: own(2), desired: own(1), tells: ['drift /__proto__'] },
]

function own(value: number): Json {
  return JSON.parse(`{"__proto__":${value}}`) as Json
}

describe('diffThreeWay', () => {
  it.each(cases)('tells $name', ({ tells, name, ...versions }) => {
    expect(name).not.toBe('')
    expect(told(versions)).toEqual(tells)
  })

  it('marks what is sensitive and shows none of it', () => {
    const [found] = diffThreeWay({ recorded: { a: 'old' }, observed: { a: 'seen' }, desired: { a: new Sensitive('new') } })
    expect(found).toBeDefined()
    expect(toFieldDrift(found!)).toEqual({ path: ['a'], recorded: null, observed: null, sensitive: true, conflict: true })
  })

  it('keeps a secret inside a part that is compared as a whole', () => {
    const [found] = diffThreeWay({ recorded: { a: { p: new Sensitive('hidden') } }, observed: {}, desired: { a: { p: new Sensitive('hidden') } } })
    expect(JSON.stringify(toFieldDrift(found!))).not.toContain('hidden')
  })

  it('says one thing of one item taken out of hundreds', () => {
    const all = Array.from({ length: 800 }, (_, index) => ({ index, name: `item ${index}` }))
    expect(told({ recorded: all, observed: all, desired: all.filter(({ index }) => index !== 12) })).toEqual(['intentional /12'])
  })

  it('does not overflow on trees deeper than any stack', () => {
    const deep = (leaf: Value) => {
      let value = leaf
      for (let level = 0; level < 50_000; level++) value = [value]
      return value
    }
    expect(told({ recorded: deep(1), observed: deep(1), desired: deep(1) })).toEqual([])
  })
})

describe('diffThreeWay, for any JSON', () => {
  const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => value !== null) as fc.Arbitrary<Json>
  const normal = (value: Json) => JSON.parse(JSON.stringify(value)) as Json
  const equal = (a: Json, b: Json) => diffThreeWay({ recorded: a, observed: a, desired: b }).length === 0

  it('finds nothing between equals', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(told({ recorded: value, observed: normal(value), desired: value })).toEqual([])
      }),
    )
  })

  it('finds only intent where nothing drifted, and always some', () => {
    fc.assert(
      fc.property(json, json, (was, wanted) => {
        const kinds = new Set(diffThreeWay({ recorded: was, observed: was, desired: wanted }).map(({ kind }) => kind))
        expect([...kinds]).toEqual(sameJson(was, wanted) ? [] : ['intentional'])
      }),
    )
  })

  it('finds only drift where nothing else is wanted', () => {
    fc.assert(
      fc.property(json, json, (was, seen) => {
        const kinds = new Set(diffThreeWay({ recorded: was, observed: seen, desired: was }).map(({ kind }) => kind))
        expect([...kinds].every((kind) => kind === 'drift')).toBe(true)
      }),
    )
  })

  it('finds that only the record is behind where what is there is what is wanted', () => {
    fc.assert(
      fc.property(json, json, (was, wanted) => {
        const kinds = new Set(diffThreeWay({ recorded: was, observed: wanted, desired: wanted }).map(({ kind }) => kind))
        expect([...kinds]).toEqual(equal(was, wanted) ? [] : ['both-same'])
      }),
    )
  })

  it('never changes its input', () => {
    fc.assert(
      fc.property(json, json, json, (recorded, observed, desired) => {
        const before = JSON.stringify([recorded, observed, desired])
        diffThreeWay({ recorded, observed, desired })
        expect(JSON.stringify([recorded, observed, desired])).toBe(before)
      }),
    )
  })
})

function sameJson(a: Json, b: Json): boolean {
  return sorted(a) === sorted(b)
}

function sorted(value: Json): string {
  return JSON.stringify(value, (_, child: Json) =>
    typeof child === 'object' && child !== null && !Array.isArray(child)
      ? Object.fromEntries(Object.entries(child).sort(([x], [y]) => (x < y ? -1 : 1)))
      : child,
  )
}
