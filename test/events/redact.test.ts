import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedactor, redacted } from '../../src/events/redact.ts'

function redact(secrets: readonly string[], text: string): string {
  const redactor = createRedactor()
  redactor.add(secrets)
  return redactor.redact(text)
}

describe('a redactor', () => {
  it.each([
    ['leaves other text alone', ['hunter2'], 'nothing here', 'nothing here'],
    ['takes a secret out wherever it stands', ['hunter2'], 'hunter2: xhunter2x hunter2', '(sensitive): x(sensitive)x (sensitive)'],
    ['takes the longest of those that begin alike', ['pass', 'password'], 'a password', 'a (sensitive)'],
    ['takes overlapping ones as one', ['abcdef', 'defghi'], '-abcdefghi-', '-(sensitive)-'],
    ['takes neighbours one by one', ['abcd', 'efgh'], 'abcdefgh', '(sensitive)(sensitive)'],
    ['leaves short ones', ['abc'], 'abc', 'abc'],
    ['leaves words no log can do without', ['true', 'null'], 'true null', 'true null'],
    ['knows JSON', ['a"b\\c\n'], JSON.stringify({ x: 'a"b\\c\n' }), '{"x":"(sensitive)"}'],
    ['knows JSON as Go writes it', ['a<b>&c'], '"a\\u003cb\\u003e\\u0026c"', '"(sensitive)"'],
    ['knows JSON as Python writes it', ['pässword'], '"p\\u00e4ssword"', '"(sensitive)"'],
    ['knows URLs', ['p@ss w/rd!'], 'https://me:p%40ss%20w%2Frd!@host ?q=p%40ss+w%2Frd%21', 'https://me:(sensitive)@host ?q=(sensitive)'],
    ['knows base64', ['hunter2!'], Buffer.from('hunter2!').toString('base64'), '(sensitive)'],
    [
      'knows lines of a longer one',
      ['-----BEGIN KEY-----\nMIIEpQIBAAKCAQEA\nsecondline\n'],
      '| MIIEpQIBAAKCAQEA |\n secondline',
      '| (sensitive) |\n (sensitive)',
    ],
  ])('%s', (_, secrets, text, expected) => expect(redact(secrets, text)).toBe(expected))

  it('knows base64 of a longer text that holds it', () => {
    for (const user of ['a', 'ab', 'abc']) {
      const text = redact(['correct horse battery'], `Basic ${Buffer.from(`${user}:correct horse battery`).toString('base64')}`)
      expect(text).toContain(redacted)
      expect(Buffer.from(text.replace('Basic ', ''), 'base64').toString()).not.toContain('horse')
    }
  })

  it('learns as it goes', () => {
    const redactor = createRedactor()
    expect(redactor.redact('first second')).toBe('first second')
    redactor.add(['first'])
    redactor.add(new Set(['second']))
    expect(redactor.redact('first second')).toBe('(sensitive) (sensitive)')
  })

  it('leaves no secret in any text', () => {
    const secret = fc.string({ unit: fc.constantFrom('a', 'b', '\n', ' ', '"', 'ä'), minLength: 4, maxLength: 8 })
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 5 }), fc.array(fc.oneof(secret, fc.string()), { maxLength: 8 }), (secrets, around) => {
        const text = secrets.flatMap((each, index) => [around[index] ?? '', each]).join('')
        const result = redact(secrets, text).replaceAll(redacted, '\u0001')
        for (const each of secrets) if (each.trim().length >= 4) expect(result).not.toContain(each)
      }),
    )
  })

  it('takes any secret', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 4 }), (secret) => {
        fc.pre(secret.trim().length >= 4)
        expect(redact([secret], `[${secret}]`)).not.toContain(secret)
      }),
    )
  })
})
