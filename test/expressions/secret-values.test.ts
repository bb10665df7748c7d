import { describe, expect, it } from 'vitest'
import { collectSecrets } from '../../src/expressions/secret-values.ts'
import { Sensitive, unknown } from '../../src/expressions/value.ts'

describe('collectSecrets', () => {
  it.each([
    ['nothing of what is shown', { a: 'plain text', b: [12345] }, []],
    ['a text', new Sensitive('hunter2'), ['hunter2']],
    ['a number as text', new Sensitive(123456), ['123456']],
    ['every part below a mark', { a: new Sensitive({ b: ['first', { c: 'second' }], d: unknown }), e: 'plain' }, ['first', 'second']],
    ['marks inside marks', new Sensitive([new Sensitive('inner')]), ['inner']],
    ['nothing shorter than four characters', new Sensitive(['abc', 80, true, null, '']), []],
    ['each once', new Sensitive(['same', 'same']), ['same']],
    ['nothing of what is unknown', new Sensitive(unknown), []],
  ])('gives %s', (_, value, expected) => expect(collectSecrets(value)).toEqual(expected))
})
