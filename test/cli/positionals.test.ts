import { describe, expect, it } from 'vitest'
import { combinedExitCode } from '../../src/cli/combined-exit-code.ts'
import { readPositionals } from '../../src/cli/positionals.ts'
import { ExitCode } from '../../src/events/exit-code.ts'

function read(line: string, environment: string | null = null, all = false): string {
  const choice = readPositionals(line === '' ? [] : line.split(' '), { environment, all }, 'plan')
  if (!choice.ok) return choice.diagnostic.message
  const { environments, targets } = choice.chosen
  return [environments?.join(' ') ?? 'all', ...(targets.length > 0 ? [targets.join(' ')] : [])].join(': ')
}

describe('readPositionals', () => {
  it.each([
    ['dev', 'dev'],
    ['dev app web', 'dev: app web'],
    ['dev app,web', 'dev: app web'],
    ['dev dev/app', 'dev: dev/app'],
    ['dev,staging', 'dev staging'],
    ['dev,dev', 'dev'],
    ['dev,staging app dev/web', 'dev staging: app dev/web'],
    ['dev/app', 'dev: dev/app'],
    ['dev/app web', 'dev: dev/app web'],
    ['prod-eu/app dev/app', 'prod-eu dev: prod-eu/app dev/app'],
    ['prod-eu/app,dev/app', 'prod-eu dev: prod-eu/app dev/app'],
    ['', 'no environment is named'],
    ['dev,,staging', 'a name is missing in "dev,,staging"'],
    ['dev app,', 'a name is missing in "app,"'],
    ['dev staging/app', '"staging/app" is not in the environment dev'],
    ['dev,staging prod/app', '"prod/app" is not in the environment dev, staging'],
    ['prod/app dev/app web', '"web" may be in each of prod, dev'],
  ])('reads "%s"', (line, expected) => {
    expect(read(line)).toBe(expected)
  })

  it.each([
    ['', 'dev', 'dev'],
    ['app', 'dev', 'dev: app'],
    ['staging', 'dev', 'dev: staging'],
    ['app', 'dev,staging', 'dev staging: app'],
    ['prod/app', 'dev', '"prod/app" is not in the environment dev'],
    ['app', 'dev,', 'a name is missing in "dev,"'],
  ])('reads "%s" with -e %s', (line, environment, expected) => {
    expect(read(line, environment)).toBe(expected)
  })

  it('reads targets of all environments', () => {
    expect(read('app dev/web', null, true)).toBe('all: app dev/web')
    expect(read('app', 'dev', true)).toBe('--all and -e dev contradict each other')
  })
})

describe('combinedExitCode', () => {
  const { success, error, partlyApplied, approvalNeeded, interrupted, locked } = ExitCode
  it.each([
    [
      [
        [success, true],
        [success, false],
      ],
      success,
    ],
    [[[error, false]], error],
    [
      [
        [success, true],
        [error, false],
      ],
      partlyApplied,
    ],
    [
      [
        [success, false],
        [approvalNeeded, false],
      ],
      approvalNeeded,
    ],
    [
      [
        [error, false],
        [locked, false],
      ],
      locked,
    ],
    [
      [
        [success, true],
        [interrupted, false],
      ],
      interrupted,
    ],
    [
      [
        [partlyApplied, true],
        [error, false],
      ],
      partlyApplied,
    ],
  ] as const)('of %j', (runs, expected) => {
    expect(combinedExitCode(runs.map(([exitCode, didSomething]) => ({ exitCode, didSomething })))).toBe(expected)
  })
})
