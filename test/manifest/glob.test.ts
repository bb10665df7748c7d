import { matchesGlob } from 'node:path/posix'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileGlob } from '../../src/manifest/glob.ts'

describe('compileGlob', () => {
  it.each([
    ['system/**/*.yaml', 'system/a.yaml', true],
    ['system/**/*.yaml', 'system/a/b/c.yaml', true],
    ['system/**/*.yaml', 'system.yaml', false],
    ['environments/*.yaml', 'environments/a/b.yaml', false],
    ['environments/*.yaml', 'environments/.yaml', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*a*b', 'xaxxb', true],
    ['./a//b', 'a/b', true],
    ['**', 'a/b', true],
    ['[ab]', 'a', false],
    ['*'.repeat(50) + 'x', 'a'.repeat(50), false],
  ])('%s and %s', (pattern, path, expected) => {
    expect(compileGlob(pattern).matches(path)).toBe(expected)
  })

  it.each([
    ['system/**/*.yaml', '', true],
    ['system/**/*.yaml', 'system/a/b', true],
    ['system/**/*.yaml', 'stacks', false],
    ['environments/*.yaml', 'environments', true],
    ['environments/*.yaml', 'environments/a', false],
    ['**/x', 'anything', true],
  ])('%s reaches into %s: %s', (pattern, folder, expected) => {
    expect(compileGlob(pattern).reachesInto(folder)).toBe(expected)
  })

  it('matches what Node matches', () => {
    const part = fc.array(fc.constantFrom('a', 'b', '*', '?'), { minLength: 1, maxLength: 4 }).map((letters) => letters.join('').replace(/\*+/g, '*'))
    const pattern = fc.array(fc.oneof(part, fc.constant('**')), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))
    const path = fc
      .array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'))
    fc.assert(
      fc.property(pattern, path, (glob, name) => {
        // Node's trailing `**` stands for at least one part.
        fc.pre(!glob.endsWith('**'))
        expect(compileGlob(glob).matches(name)).toBe(matchesGlob(name, glob))
      }),
      { numRuns: 500 },
    )
  })
})
