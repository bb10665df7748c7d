import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadCel } from '../../src/expressions/cel.ts'
import { parsePath } from '../../src/expressions/parse-path.ts'

const cel = loadCel()

describe('parsePath', () => {
  it.each(['resources.network.outputs.vpc_id', ' environments["prod-eu"].resources[\'a\'].x[0] ', 'a', 'a.b[12]', 'x[""]', 'a.var', 'environment.labels'])(
    'takes %j',
    (path) => {
      const parsed = cel.parse(path)
      expect(parsePath(path)).toEqual('node' in parsed ? parsed.node : parsed)
    },
  )

  it.each([
    '',
    ' ',
    'a.',
    'a b',
    '1',
    'a["\\n"]',
    'a[x]',
    'a.?b',
    'a()',
    'var.x',
    'true',
    'a.in',
    'a[-1]',
    'a..b',
    'a.1',
    'a[1u]',
    '"a"',
    `a${'.b'.repeat(40)}`,
  ])('leaves %j to the full parser', (text) => expect(parsePath(text)).toBeNull())

  it('gives exactly the tree that the full parser gives', () => {
    const name = fc.constantFrom('a', 'resources', 'b_1', 'in', 'var', 'true', 'x')
    const step = fc.oneof(
      name.map((each) => `.${each}`),
      fc.nat(20).map((each) => `[${each}]`),
      fc.string({ unit: fc.constantFrom('a', 'b', '-', '"', "'", '\\', '.', ']') }).map((each) => `["${each}"]`),
      fc.constantFrom('', ' ', '.', '[', '.?a', "['k-v']", '[""]', '[007]'),
    )
    fc.assert(
      fc.property(fc.constantFrom('', ' ', '\n'), name, fc.array(step, { maxLength: 6 }), (space, root, steps) => {
        const text = `${space}${root}${steps.join('')}${space}`
        const path = parsePath(text)
        if (path !== null) expect(cel.parse(text)).toEqual({ node: path })
      }),
      { numRuns: 500 },
    )
  })
})
