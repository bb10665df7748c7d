import { expect, it } from 'vitest'
import { SeededRandom } from './seeded-random.ts'

it('is the same for one seed, another for another, and its ids sort', () => {
  const draw = (seed: number): unknown[] => {
    const random = new SeededRandom(seed)
    return [random.id(), random.secret(8), random.fraction(), random.id()]
  }
  expect(draw(1)).toEqual(draw(1))
  expect(draw(1)).not.toEqual(draw(2))
  const random = new SeededRandom(7)
  const ids = Array.from({ length: 50 }, () => random.id())
  expect(ids).toEqual([...new Set(ids)].sort())
  for (const id of ids) expect(id).toMatch(/^[0-9a-z]{26}$/)
})
