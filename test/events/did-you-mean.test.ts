import { describe, expect, it } from 'vitest'
import { closest } from '../../src/events/did-you-mean.ts'

describe('closest', () => {
  it.each([
    ['netwrok', ['database', 'network'], 'network'],
    ['enviroments', ['metadata', 'environments'], 'environments'],
    ['Varfiles', ['variables', 'varFiles'], 'varFiles'],
    ['prdo', ['prod', 'dev'], 'prod'],
    ['db', ['dc', 'database'], 'dc'],
    ['x', ['y'], 'y'],
    ['x', ['database'], null],
    ['prod', ['staging'], null],
    ['prod', [], null],
    ['', ['a'], 'a'],
    ['a'.repeat(100_000), ['b'.repeat(100_000)], null],
  ])('%s among %j', (name, candidates, expected) => {
    expect(closest(name, candidates)).toBe(expected)
  })
})
