import { describe, expect, it } from 'vitest'
import { protectionStep } from '../../src/plan/protection-change.ts'

describe('what becomes of a protection', () => {
  it.each([
    [false, false, null],
    [true, true, null],
    [['a', 'b'], ['a', 'b'], null],
    [false, true, 'protect'],
    [false, ['a'], 'protect'],
    [['a'], ['a', 'b'], 'protect'],
    [['a'], true, 'protect'],
    [true, false, 'unprotect'],
    [true, ['a'], 'unprotect'],
    [['a'], false, 'unprotect'],
    [['a', 'b'], ['a'], 'unprotect'],
    [['a'], ['b'], 'unprotect'],
  ] as const)('from %j to %j: %s', (recorded, wanted, step) => {
    expect(protectionStep(recorded, wanted)).toBe(step)
  })
})
