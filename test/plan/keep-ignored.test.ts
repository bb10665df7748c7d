import { describe, expect, it } from 'vitest'
import { Sensitive, unknown, type Value } from '../../src/expressions/value.ts'
import { withRecorded } from '../../src/plan/keep-ignored.ts'

const secret = (value: Value): Sensitive => new Sensitive(value)

describe('a spec with what is ignored as it was recorded', () => {
  it.each<[string, Value, Value, readonly string[], Value]>([
    ['keeps a value', { a: 2, b: 2 }, { a: 1, b: 1 }, ['/spec/a'], { a: 1, b: 2 }],
    ['keeps all below', { a: { x: 2, y: 2 } }, { a: { x: 1 } }, ['/spec/a'], { a: { x: 1 } }],
    ['keeps a part below', { a: { x: 2, y: 2 } }, { a: { x: 1, y: 1 } }, ['/spec/a/x'], { a: { x: 1, y: 2 } }],
    ['keeps several', { a: 2, b: 2, c: 2 }, { a: 1, b: 1, c: 1 }, ['/spec/a', '/spec/c'], { a: 1, b: 2, c: 1 }],
    ['takes what was never recorded from the document', { a: { x: 2 } }, { a: {} }, ['/spec/a/x'], { a: { x: 2 } }],
    ['keeps what the document does not say any more', { b: 2 }, { a: { x: 1 } }, ['/spec/a/x'], { b: 2, a: { x: 1 } }],
    ['keeps a recorded null', { a: 2 }, { a: null }, ['/spec/a'], { a: null }],
    ['keeps an item of a list', { a: [1, 2, 3] }, { a: [9, 8] }, ['/spec/a/1'], { a: [1, 8, 3] }],
    ['leaves an item alone that was not there', { a: [1, 2, 3] }, { a: [9, 8] }, ['/spec/a/2'], { a: [1, 2, 3] }],
    ['leaves alone what has another shape now', { a: 'text' }, { a: { x: 1 } }, ['/spec/a/x'], { a: 'text' }],
    ['replaces what is not known', { a: unknown }, { a: 1 }, ['/spec/a'], { a: 1 }],
    ['does not look into what is not known', { a: unknown }, { a: { x: 1 } }, ['/spec/a/x'], { a: unknown }],
    ['reads names with slashes and tildes', { 'a/b': { '~': 2 } }, { 'a/b': { '~': 1 } }, ['/spec/a~1b/~0'], { 'a/b': { '~': 1 } }],
    ['has no names but its own', { a: 2 }, {}, ['/spec/toString'], { a: 2 }],
    ['keeps a secret a secret', { a: 'new' }, { a: secret('old') }, ['/spec/a'], { a: secret('old') }],
    ['keeps a part of a secret a secret', { a: { x: 2, y: 2 } }, { a: secret({ x: 1, y: 1 }) }, ['/spec/a/x'], { a: { x: secret(1), y: 2 } }],
    ['hides what is put into a secret', { a: secret({ x: 2, y: 2 }) }, { a: { x: 1 } }, ['/spec/a/x'], { a: secret({ x: 1, y: 2 }) }],
  ])('%s', (_, desired, recorded, pointers, expected) => {
    expect(withRecorded(desired, recorded, pointers)).toEqual(expected)
  })

  it('takes no key for a prototype', () => {
    const kept = withRecorded({}, JSON.parse('{"__proto__":{"x":1}}') as Value, ['/spec/__proto__/x'])
    expect(Object.keys(kept as object)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })
})
