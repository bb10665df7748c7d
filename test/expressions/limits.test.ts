import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/events/json.ts'
import type { Value } from '../../src/expressions/value.ts'
import { compiled, outcomeOf } from './evaluating.ts'

const thousand = Array.from({ length: 1000 }, (_, index) => index)

function limited(expression: string, list: Value = thousand): string {
  const outcome = outcomeOf(`\${${expression}}`, { environment: { variables: { list, text: 'a'.repeat(100_000) } } })
  return typeof outcome === 'string' ? outcome.replace(/ @.*| \|.*/g, '') : 'fine'
}

describe('what one expression may cost has an end', () => {
  it.each([
    ['a long text', `"${'x'.repeat(20_000)}"`, 'expression-limit: the expression is longer than 10000 characters'],
    ['many nodes', Array(1500).fill('1').join('+'), 'expression-limit: the expression is too large or nested too deeply'],
    ['parentheses', `${'('.repeat(60)}1${')'.repeat(60)}`, 'expression-limit: the expression is too large or nested too deeply'],
    ['lists in lists', `${'['.repeat(60)}1${']'.repeat(60)}`, 'expression-limit: the expression is too large or nested too deeply'],
    ['signs', `${'!'.repeat(9000)}true`, 'expression-limit: the expression is too large or nested too deeply'],
    ['a long path', `environment${'.a'.repeat(60)}`, 'expression-limit: the expression is too large or nested too deeply'],
    [
      'nested macros',
      'environment.variables.list.map(a, environment.variables.list.map(b, a * b))',
      'expression-limit: the expression takes more than 250000 steps',
    ],
    [
      'nested macros whose errors are absorbed',
      'environment.variables.list.exists(a, environment.variables.list.exists(b, a * b == -1)) || true',
      'expression-limit: the expression takes more than 250000 steps',
    ],
    [
      'text that doubles',
      `${'cel.bind(t, t + t, '.repeat(12).replace('t + t', 'environment.variables.text')}t${')'.repeat(12)}`,
      'expression-limit: the text grows beyond 1048576 characters',
    ],
    [
      'text that is replaced',
      'environment.variables.text.replace("a", environment.variables.text)',
      'expression-limit: the text grows beyond 1048576 characters',
    ],
    [
      'text that is joined',
      'environment.variables.list.map(x, "").join(environment.variables.text)',
      'expression-limit: the text grows beyond 1048576 characters',
    ],
    [
      'lists that double',
      `${'cel.bind(t, t + t, '.repeat(12).replace('t + t', 'environment.variables.list')}t${')'.repeat(12)}`,
      'expression-limit: the list grows beyond 100000 items',
    ],
    ['a pattern that is long', `"a".matches("${'a'.repeat(2000)}")`, 'expression-limit: the pattern is longer than 1000 characters'],
    [
      'a pattern that is expensive',
      'environment.variables.list.map(x, environment.variables.text.matches("(a{0,30}b){30}"))',
      'expression-limit: the expression takes more than 250000 steps',
    ],
    ['a fair amount of work', 'environment.variables.list.filter(a, a % 2 == 0).map(a, a * a).exists(a, a == 4)', 'fine'],
    ['a pattern that backtracks elsewhere', '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".matches("^(a+)+$")', 'fine'],
  ])('%s', (_, expression, expected) => expect(limited(expression)).toBe(expected))

  it('text around expressions counts too', () => {
    const outcome = outcomeOf('${environment.variables.text}'.repeat(11), { environment: { variables: { text: 'a'.repeat(100_000) } } })
    expect(outcome).toMatch(/^expression-limit: the text grows beyond 1048576 characters/)
  })

  it('a value nested deeply can be passed on, not computed with', () => {
    let deep: Value = 1
    for (let depth = 0; depth < 300; depth++) deep = [deep]
    expect(limited('environment.variables.list', deep)).toBe('fine')
    expect(limited('environment.variables.list == [1]', deep)).toBe('expression-limit: the value is nested too deeply to compute with')
  })

  it('a tree nested deeply is refused', () => {
    let deep: Json = '${1}'
    for (let depth = 0; depth < 5000; depth++) deep = [deep]
    expect(compiled(deep).diagnostics.map(({ code }) => code)).toEqual(['yaml-depth'])
  })
})
