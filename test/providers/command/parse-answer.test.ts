import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxAnswerBytes, parseAnswer } from '../../../src/providers/command/parse-answer.ts'

describe('parseAnswer', () => {
  it.each([
    ['', { kind: 'empty' }],
    [' \n', { kind: 'empty' }],
    ['null\n', { kind: 'null' }],
    ['{}', { kind: 'object', object: {} }],
    ['{"a":[1,{"b":null}]}\n', { kind: 'object', object: { a: [1, { b: null }] } }],
    ['hello', { kind: 'bad', message: 'text that is not JSON', notJson: true }],
    ['{"a":1} trailing', { kind: 'bad', message: 'text that is not JSON', notJson: true }],
    ['[1]', { kind: 'bad', message: 'JSON that is no object', notJson: false }],
    ['"null"', { kind: 'bad', message: 'JSON that is no object', notJson: false }],
    ['true', { kind: 'bad', message: 'JSON that is no object', notJson: false }],
    [
      '{"id":12345678901234567890}',
      { kind: 'bad', message: 'the number 12345678901234567890, which cannot be kept exactly: print it as a string', notJson: false },
    ],
    ['{"id":1e999}', { kind: 'bad', message: 'the number 1e999, which cannot be kept exactly: print it as a string', notJson: false }],
  ])('reads %j', (text, expected) => {
    expect(parseAnswer(text)).toEqual(expected)
  })

  it('refuses what is too deep or too large', () => {
    expect(parseAnswer(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toMatchObject({ kind: 'bad', message: 'JSON nested deeper than 64 levels' })
    expect(parseAnswer(`{"a":"${'x'.repeat(maxAnswerBytes)}"}`)).toMatchObject({ kind: 'bad', message: 'more than 1 MiB' })
  })

  it('does not count brackets inside strings', () => {
    const text = JSON.stringify({ a: `\\"${'['.repeat(200)}` })
    expect(parseAnswer(text)).toMatchObject({ kind: 'object' })
  })

  it('gives back any object that was printed', () => {
    const whole = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)))
    fc.assert(
      fc.property(whole, (object) => {
        expect(parseAnswer(JSON.stringify(object, null, 2))).toEqual({ kind: 'object', object: JSON.parse(JSON.stringify(object)) })
      }),
    )
  })
})
