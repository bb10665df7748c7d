import { describe, expect, it } from 'vitest'
import { Sensitive, type Value } from '../../../src/expressions/value.ts'
import { sameMarks } from '../../../src/providers/command/command-record.ts'

describe('sameMarks', () => {
  it.each<[string, Value, Value, boolean]>([
    ['the same parts in another order', { a: new Sensitive(1), b: new Sensitive(2), c: 3 }, { c: 3, b: new Sensitive(2), a: new Sensitive(1) }, true],
    ['another part', { a: new Sensitive(1), b: 2 }, { a: 1, b: new Sensitive(2) }, false],
    ['a part that is not sensitive any more', { a: new Sensitive(1) }, { a: 1 }, false],
    ['a place in a list', [new Sensitive(1), 2], [1, new Sensitive(2)], false],
  ])('%s', (_, first, second, same) => {
    expect(sameMarks(first, second)).toBe(same)
  })
})
