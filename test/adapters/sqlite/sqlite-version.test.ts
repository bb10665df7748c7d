import { describe, expect, it } from 'vitest'
import { keepsCommits } from '../../../src/adapters/sqlite/sqlite-version.ts'

describe('keepsCommits', () => {
  it.each(['3.51.3', '3.51.10', '3.52.0', '3.53.4', '4.0.0', '3.44.6', '3.50.7'])('takes %s', (version) => {
    expect(keepsCommits(version)).toBe(true)
  })

  it.each(['3.6.23', '3.7.0', '3.44.5', '3.45.0', '3.49.9', '3.50.6', '3.51.0', '3.51.2', 'nonsense', ''])('refuses %s', (version) => {
    expect(keepsCommits(version)).toBe(false)
  })
})
