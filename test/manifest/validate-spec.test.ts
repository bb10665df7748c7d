import { describe, expect, it } from 'vitest'
import type { Locate } from '../../src/expressions/expression.ts'
import { Sensitive, unknown, type Value } from '../../src/expressions/value.ts'
import { validateSpec } from '../../src/manifest/validate-spec.ts'

const nowhere = { line: 1, column: 1, offset: 0 }
const locate: Locate = (path) => ({ file: path.join('/'), start: nowhere, end: nowhere })

function messages(kind: string, spec: Value): readonly string[] {
  return validateSpec(kind, spec, locate).map(({ message, at }) => `${at?.file ?? ''}: ${message}`)
}

describe('validateSpec', () => {
  it.each<[string, string, Value, readonly string[]]>([
    ['a right spec', 'File', { path: 'a', content: 'b', mode: '0640' }, []],
    ['unknown parts', 'File', { path: unknown, content: unknown, mode: unknown }, []],
    ['an unknown list', 'Command', { create: unknown, inputs: { a: unknown } }, []],
    ['a number for a string', 'File', { path: 'a', content: 12 }, ['content: spec.content must be a string, not the number 12']],
    ['a sensitive value of the wrong type', 'File', { path: 'a', content: new Sensitive(12) }, ['content: spec.content must be a string, not a number']],
    [
      'a sensitive value that does not fit',
      'File',
      { path: 'a', content: 'b', mode: new Sensitive('secret') },
      ['mode: spec.mode must be permission bits in octal, like "0640", not a string'],
    ],
    ['a part of something sensitive', 'Command', { create: new Sensitive(['./a', 7]) }, ['create/1: spec.create[1] must be a string, not a number']],
    ['what only looks like an expression', 'Command', { create: '${x}' }, ['create: spec.create must be a list, not the string "${x}"']],
    ['an empty program', 'Command', { create: [] }, ['create: spec.create must not be empty']],
    ['a missing field beside an unknown one', 'TerraformStack', { variables: unknown }, ['source: a TerraformStack needs spec.source']],
    ['a null byte', 'Command', { create: ['./a', 'b\0c'] }, ['create/1: spec.create[1] must be text without NUL characters, not "b\\u0000c"']],
  ])('%s', (_, kind, spec, expected) => {
    expect(messages(kind, spec)).toEqual(expected)
  })
})
