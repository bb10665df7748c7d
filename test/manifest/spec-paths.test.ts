import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pathText, pointerOf } from '../../src/cli/render/diff-context.ts'
import { parseSpecPath } from '../../src/manifest/parse-spec-path.ts'
import { readTargets } from '../../src/plan/read-targets.ts'

describe('parseSpecPath', () => {
  it.each([
    ['variables.size', ['variables', 'size']],
    ['list[0].name', ['list', '0', 'name']],
    ['[0]', ['0']],
    ['tags["a b"].x', ['tags', 'a b', 'x']],
    ["tags['a.b']", ['tags', 'a.b']],
    ['tags["\\"]"]', ['tags', '"]']],
    ['a-b.c_d', ['a-b', 'c_d']],
    ['/variables/size', ['variables', 'size']],
    ['/a~1b/~0c/', ['a/b', '~c', '']],
    ['', []],
    ['名前.x', ['名前', 'x']],
  ])('reads %s', (text, steps) => {
    expect(parseSpecPath(text)).toEqual(steps)
  })

  it.each(['a[', 'a]', 'a["b]', 'a[b]', 'a..b', '"a"', 'a["\\u00"]', '.'])('reads nothing in %s', (text) => {
    expect(parseSpecPath(text)).toBeNull()
  })

  it('reads every path as it is shown, and as a pointer', () => {
    const step = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(20).map(String))
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (path) => {
        expect(parseSpecPath(pathText(path))).toEqual(path)
        expect(parseSpecPath(pointerOf(path))).toEqual(path)
      }),
    )
  })
})

describe('readTargets', () => {
  const addresses = ['dev/network', 'dev/app@eu', 'dev/app@us', 'global/dns', 'global/zone@a.b']
  const read = (...path: readonly (string | number)[]) => readTargets(path, 'dev', addresses).map(({ address, rest }) => `${address} ${rest.join('.')}`)

  it.each([
    [['resources', 'network', 'outputs', 'id'], ['dev/network outputs.id']],
    [['resources', 'app', 'eu', 'outputs', 'id'], ['dev/app@eu outputs.id']],
    [
      ['resources', 'app'],
      ['dev/app@eu ', 'dev/app@us '],
    ],
    [
      ['resources', 'app', 'outputs'],
      ['dev/app@eu ', 'dev/app@us '],
    ],
    [['resources', 'app@us'], ['dev/app@us ']],
    [['environments', 'global', 'resources', 'dns', 'outputs', 'x', 0], ['global/dns outputs.x.0']],
    [['environments', 'global', 'resources', 'zone', 'a.b', 'outputs'], ['global/zone@a.b outputs']],
    [['resources', 'ap'], []],
    [['environments', 'global'], []],
    [['environment', 'variables', 'network'], []],
    [['resources'], []],
  ])('follows %j', (path, expected) => {
    expect(read(...path)).toEqual(expected)
  })
})
