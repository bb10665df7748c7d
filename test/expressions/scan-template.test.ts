import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanTemplate, type TemplatePart } from '../../src/expressions/scan-template.ts'

const text = (content: string): TemplatePart => ({ kind: 'text', text: content })

function parts(template: string): readonly (string | { readonly text: string })[] {
  const { parts: found, problem } = scanTemplate(template)
  expect(problem).toBeNull()
  return found.map((part) => (part.kind === 'expression' ? part.text : { text: part.text }))
}

describe('scanTemplate', () => {
  it.each([
    ['', [{ text: '' }]],
    ['plain $ { } $x', [{ text: 'plain $ { } $x' }]],
    ['${a}', ['a']],
    ['${ a }', [' a ']],
    ['x${a}y${b}', [{ text: 'x' }, 'a', { text: 'y' }, 'b']],
    ['$${a}', [{ text: '${a}' }]],
    ['$$${a}', [{ text: '$${a}' }]],
    ['$${a} ${b}', [{ text: '${a} ' }, 'b']],
    ['${a}$${b}', ['a', { text: '${b}' }]],
    ['${ {"a": {"b": 1}} }', [' {"a": {"b": 1}} ']],
    ['${"}"}', ['"}"']],
    ["${'}' + '{'}", ["'}' + '{'"]],
    ['${"\\"}"}', ['"\\"}"']],
    ['${r"\\d}"}', ['r"\\d}"']],
    ['${"""a"}"b"""}', ['"""a"}"b"""']],
    ["${'''\n}'''}", ["'''\n}'''"]],
    ['${""}${\'\'}', ['""', "''"]],
    ['${a // }\n}', ['a // }\n']],
    ['${"http://x"}', ['"http://x"']],
  ])('%j', (template, expected) => expect(parts(template)).toEqual(expected))

  it.each([
    ['${', '"${" is not closed', [0, 2]],
    ['a ${b', '"${" is not closed', [2, 4]],
    ['${ {a}', '"${" is not closed', [0, 2]],
    ['${a // }', '"${" is not closed', [0, 2]],
    ['${"a}', 'a quoted text is not closed', [2, 3]],
    ['${"a\n"}', 'a quoted text is not closed', [2, 3]],
    ["${it's}", 'a quoted text is not closed', [4, 5]],
    ['${"""a"}', 'a quoted text is not closed', [2, 3]],
  ])('%j is wrong', (template, message, range) => {
    const { problem } = scanTemplate(template)
    expect([problem?.message, problem?.from, problem?.to]).toEqual([message, ...range])
  })

  it('gives the offsets of expressions', () => {
    const { parts: found } = scanTemplate('$${x} ${ab}')
    expect(found).toEqual([text('${x} '), { kind: 'expression', text: 'ab', from: 8, to: 10 }])
  })

  it('gives back any text that was escaped', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('$', '{', '}', 'a', '"', '${', ' ')), (letters) => {
        const plain = letters.join('')
        // A dollar right before an escape would be read as part of it.
        fc.pre(!plain.includes('$${'))
        expect(scanTemplate(plain.replaceAll('${', () => '$${'))).toEqual({ parts: [text(plain)], problem: null })
      }),
    )
  })

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '${', '{', '}', '"', "'", '/', '\\', '\n', 'r') }), (any) => {
        const { parts: found, problem } = scanTemplate(any)
        expect(found.length > 0 || problem !== null).toBe(true)
      }),
    )
  })
})
