import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/events/json.ts'
import { mergePatch, patchOrigin } from '../../src/manifest/merge-patch.ts'

describe('mergePatch', () => {
  // The table of RFC 7396, appendix A.
  it.each<[Json, Json, Json]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result)
  })

  it('knows where every scalar came from', () => {
    const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>
    fc.assert(
      fc.property(json, json, (target, patch) => {
        for (const [path, value] of scalars(mergePatch(target, patch))) {
          expect(valueAt(patchOrigin(target, patch, path) === 'patch' ? patch : target, path)).toEqual(value)
        }
      }),
    )
  })
})

function* scalars(value: Json, path: readonly (string | number)[] = []): Generator<[readonly (string | number)[], Json]> {
  if (typeof value !== 'object' || value === null) yield [path, value]
  else if (Array.isArray(value)) for (const [index, item] of (value as Json[]).entries()) yield* scalars(item, [...path, index])
  else for (const [key, item] of Object.entries(value)) yield* scalars(item, [...path, key])
}

function valueAt(value: Json, path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>((part, segment) => {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, segment)) return undefined
    return (part as Record<string | number, Json>)[segment]
  }, value)
}
