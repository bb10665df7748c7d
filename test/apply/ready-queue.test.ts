import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ReadyQueue } from '../../src/apply/ready-queue.ts'

it('gives items by priority, then by number', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }), (priorities) => {
      const queue = new ReadyQueue(Float64Array.from(priorities))
      priorities.forEach((_, item) => queue.push(item))
      const expected = priorities.map((priority, item) => ({ priority, item })).sort((one, two) => two.priority - one.priority || one.item - two.item)
      expect(priorities.map(() => queue.pop())).toEqual(expected.map(({ item }) => item))
      expect(queue.pop()).toBeUndefined()
    }),
  )
})
