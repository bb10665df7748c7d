import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readYaml } from '../../src/manifest/read-yaml.ts'
import { covered } from './small-project.ts'

function documentOf(text: string) {
  const problems: string[] = []
  const { documents } = readYaml({ path: 'a.yaml', text }, ({ message }) => problems.push(message))
  expect(problems).toEqual([])
  return documents[0]!
}

describe('locating a part of a scalar', () => {
  it.each([
    ['plain', 'a: before ${x} after\n', '${x}'],
    ['with a comment behind', 'a: before ${x} # after\n', '${x}'],
    ['single quoted', "a: 'it''s ${x}'\n", '${x}'],
    ['double quoted', 'a: "\\tq\\u0041\\x41\\"\\U0001F600 ${x}"\n', '${x}'],
    ['double quoted, with quotes in the expression', 'a: "${x == \\"y\\"}"\n', '${x == \\"y\\"}'],
    ['literal block', 'a: |\n  first\n\n    ${x}\n  last\n', '${x}'],
    ['literal block, chomped, at the end of the file', 'a: |-\n      ${x}', '${x}'],
    ['in a flow mapping', '{ a: "${x}", b: 1 }\n', '${x}'],
  ])('%s', (_, text, written) => {
    const document = documentOf(text)
    const value = (document.value as { a: string }).a
    const start = value.indexOf('${')
    const range = document.locate(['a'], [start, value.indexOf('}') + 1])
    expect(covered(text, range)).toBe(written)
  })

  it.each([
    ['folded block', 'a: >\n  one\n  ${x}\n', '>\n  one\n  ${x}'],
    ['plain over two lines', 'a: one\n  ${x}\nb: 1\n', 'one\n  ${x}'],
    ['double quoted over two lines', 'a: "one\n  ${x}"\n', '"one\n  ${x}"'],
    ['literal block with an indentation of its own', 'a: |1\n  ${x}\n', '|1\n  ${x}'],
  ])('gives the whole of %s', (_, text, whole) => {
    expect(covered(text, documentOf(text).locate(['a'], [0, 1]))).toBe(whole)
  })

  it('never points elsewhere than at that character', () => {
    const value = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '"', "'", '\\', ' ', '\n', '$', '{', ':'), minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(value, fc.nat(19), (text, index) => {
        const source = `k: ${JSON.stringify(text)}\n`
        const document = documentOf(source)
        const at = Math.min(index, text.length - 1)
        const shown = covered(source, document.locate(['k'], [at, at + 1]))
        const character = text.charAt(at)
        // A half of a pair is written as itself, because JSON.stringify writes pairs as they are.
        expect([character, JSON.stringify(character).slice(1, -1)]).toContain(shown)
      }),
    )
  })
})

describe('locating values and keys', () => {
  const text = 'a:\n  b: [one, two]\n  empty:\nc: last\n'

  it.each([
    [['a', 'b', 1], 'two'],
    [['a', 'b', '1'], 'two'],
    [['a', 'b'], '[one, two]'],
    [['a', 'empty'], 'empty'],
    [['a', 'b', 7, 'x'], '[one, two]'],
    [['a', 'nothing'], 'b: [one, two]\n  empty:'],
    [['c'], 'last'],
  ])('value at %j', (path, written) => {
    expect(covered(text, documentOf(text).locate(path))).toBe(written)
  })

  it.each([
    [['a', 'b'], 'b'],
    [['a', 'nothing'], 'a'],
    [[], 'a'],
    [['c', 'x'], 'c'],
  ])('key at %j', (path, written) => {
    expect(covered(text, documentOf(text).locateKey(path))).toBe(written)
  })

  it('counts lines from 1, columns in UTF-16 units, with either line end', () => {
    const range = documentOf('a: 1\r\n"😀": x\r\n').locate(['😀'])
    expect(range).toEqual({ file: 'a.yaml', start: { line: 2, column: 7, offset: 12 }, end: { line: 2, column: 8, offset: 13 } })
  })
})
