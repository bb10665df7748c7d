import { describe, expect, it } from 'vitest'
import { followPointer } from '../../src/plan/json-pointer.ts'

// The examples of RFC 6901, and what is beside them.
const document = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'c%d': 2, 'm~n': 8, deep: { list: [{ x: null }] }, '~1': 9 }

describe('a JSON pointer', () => {
  it.each([
    ['', document],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/m~0n', 8],
    ['/~01', 9],
    ['/deep/list/0/x', null],
  ])('%j leads to %j', (pointer, value) => {
    expect(followPointer(document, pointer)).toEqual({ ok: true, value })
  })

  it.each([
    ['/foo/2', 'there is nothing at /foo/2 of it', undefined],
    ['/foo/01', 'there is nothing at /foo/01 of it', undefined],
    ['/foo/-', 'there is nothing at /foo/- of it', undefined],
    ['/depe/list', 'there is nothing at /depe of it', 'did you mean "deep"?'],
    ['/deep/list/0/x/y', 'there is nothing at /deep/list/0/x/y of it', undefined],
    ['/constructor', 'there is nothing at /constructor of it', undefined],
  ])('%j leads nowhere', (pointer, message, hint) => {
    expect(followPointer(document, pointer)).toEqual({ ok: false, message, ...(hint === undefined ? {} : { hint }) })
  })
})
