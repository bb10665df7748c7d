import { describe, expect, it } from 'vitest'
import { satisfiesConstraint } from '../../../../src/providers/terraform-stack/terraform/version-constraint.ts'

describe('a version constraint', () => {
  it.each([
    ['1.11.4', '>= 1.6', true],
    ['1.5.7', '>= 1.6', false],
    ['1.11.4', '>= 1.6, < 2.0', true],
    ['2.0.0', '>= 1.6, < 2.0', false],
    ['1.11.4', '~> 1.6', true],
    ['2.0.0', '~> 1.6', false],
    ['1.6.9', '~> 1.6.0', true],
    ['1.7.0', '~> 1.6.0', false],
    ['1.6.0', '1.6', true],
    ['1.6.1', '= 1.6.0', false],
    ['1.6.1', '!= 1.6.0', true],
    ['1.6.1', '> 1.6.1', false],
    ['1.6.1', '<= 1.6.1', true],
    ['1.12.0-beta1', '>= 1.6', false],
    ['1.12.0-beta1', '= 1.12.0-beta1', true],
    ['1.10.0', '> 1.9.9', true],
    ['1.6', 'latest', null],
    ['1.6', '', null],
    ['strange', '>= 1', null],
  ])('%s under "%s": %s', (version, constraint, expected) => {
    expect(satisfiesConstraint(version, constraint)).toBe(expected)
  })
})
