import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSelector } from '../../src/plan/parse-selector.ts'
import { matchesSelector, type Labels, type Requirement } from '../../src/plan/selector.ts'

const shop: Labels = { team: 'net', tier: 'prod', 'example.com/owner': 'ada' }

function matches(text: string, labels: Labels): boolean {
  const parsed = parseSelector(text)
  if (!parsed.ok) throw new Error(parsed.diagnostic.message)
  return matchesSelector(parsed.selector, labels)
}

describe('parseSelector', () => {
  it.each([
    ['team=net', true],
    ['team==net', true],
    ['team = net', true],
    ['team=web', false],
    ['team!=web', true],
    ['team!=net', false],
    ['team,tier', true],
    ['team, stage', false],
    ['!stage', true],
    ['! team', false],
    ['team in (web, net)', true],
    ['team in(web)', false],
    ['team notin (web,db),tier=prod', true],
    ['team notin (net)', false],
    ['example.com/owner=ada', true],
    ['team=net,tier!=prod', false],
    ['in in (x)', false],
    ['constructor', false],
  ])('%s', (text, expected) => {
    expect(matches(text, shop)).toBe(expected)
  })

  it.each([
    ['stage!=prod', true],
    ['stage notin (prod)', true],
    ['stage=prod', false],
    ['stage in (prod)', false],
  ])('%s where there is no such label', (text, expected) => {
    expect(matches(text, shop)).toBe(expected)
  })

  it.each([
    ['', 'a label is missing here', ''],
    ['  ', 'a label is missing here', ''],
    ['team=', 'a value is missing after "="', ''],
    ['team=,tier=prod', 'a value is missing after "="', ',tier=prod'],
    ['team==!x', 'a value is missing after "=="', '!x'],
    ['team=net,', 'a label is missing here', ''],
    [',team', 'a label is missing here', ',team'],
    ['!', 'a label is missing after "!"', ''],
    ['!team=net', 'the selector goes on with "="', '=net'],
    ['team net', 'the selector goes on with "net"', 'net'],
    ['team=net tier=prod', 'the selector goes on with "tier"', 'tier=prod'],
    ['team in net', '"in" wants values in parentheses', 'net'],
    ['team in (', 'a value is missing in the list of "team"', ''],
    ['team in ()', 'a value is missing in the list of "team"', ')'],
    ['team notin (a,b', 'the list is not closed', ''],
    ['team in (a b)', 'the list is not closed', 'b)'],
    ['size>3', 'labels are texts, not compared by size', 'size>3'],
    ['team=net)', 'the selector goes on with ")"', ')'],
  ])('refuses "%s" at its place', (text, message, rest) => {
    const parsed = parseSelector(text)
    if (parsed.ok) throw new Error('accepted')
    expect(parsed.diagnostic.message).toBe(message)
    expect(text.slice(parsed.diagnostic.at?.start.offset)).toBe(rest)
  })

  it('refuses one that is too long', () => {
    expect(parseSelector('a'.repeat(5000)).ok).toBe(false)
  })

  it('reads back what is written in its grammar', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9._/@-]{1,8}$/)
    const requirement: fc.Arbitrary<{ readonly text: string; readonly wanted: readonly [Requirement['kind'], string, ...string[]] }> = fc.oneof(
      fc
        .tuple(word, word, fc.constantFrom('=', '==', ' = '))
        .map(([key, value, sign]) => ({ text: `${key}${sign}${value}`, wanted: ['in', key, value] as const })),
      fc.tuple(word, word).map(([key, value]) => ({ text: `${key}!=${value}`, wanted: ['not-in', key, value] as const })),
      fc.tuple(word, fc.array(word, { minLength: 1, maxLength: 3 }), fc.boolean()).map(([key, values, isIn]) => {
        const wanted = [isIn ? 'in' : 'not-in', key, ...values] as const
        return { text: `${key} ${isIn ? 'in' : 'notin'} (${values.join(', ')})`, wanted }
      }),
      word.map((key) => ({ text: key, wanted: ['exists', key] as const })),
      word.map((key) => ({ text: `!${key}`, wanted: ['missing', key] as const })),
    )
    fc.assert(
      fc.property(fc.array(requirement, { minLength: 1, maxLength: 4 }), (all) => {
        const parsed = parseSelector(all.map(({ text }) => text).join(','))
        if (!parsed.ok) throw new Error(parsed.diagnostic.message)
        const read = parsed.selector.requirements.map((one) => [one.kind, one.key.text, ...('values' in one ? one.values.map(({ text }) => text) : [])])
        expect(read).toEqual(all.map(({ wanted }) => [...wanted]))
      }),
    )
  })

  it('answers any text with a selector or a place inside of it', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseSelector(text)
        if (parsed.ok) expect(parsed.selector.requirements.length).toBeGreaterThan(0)
        else expect(parsed.diagnostic.at?.start.offset).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})
