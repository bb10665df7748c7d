import { expect, it } from 'vitest'
import { crashOnce, crashTwice } from './crash-twice.ts'
import { changesTakenBack, smallChanges } from './small-changes.ts'

it.each([...smallChanges, ...changesTakenBack])('$name survives a crash at any write', { timeout: 600_000 }, async (change) => {
  const { lives, violations } = await crashOnce(change)
  expect(violations).toEqual([])
  expect(lives).toBeGreaterThan(10)
})

it('survives a crash at any write, and another one at any write of the recovery', { timeout: 600_000 }, async () => {
  const [replace] = smallChanges.filter(({ name }) => name === 'replace')
  const { lives, violations } = await crashTwice(replace!)
  expect(violations).toEqual([])
  expect(lives).toBeGreaterThan(100)
})
