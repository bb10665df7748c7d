import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { longestRemainingPath } from '../../src/graph/longest-remaining-path.ts'
import { orderGraph } from '../../src/graph/order-graph.ts'
import { reachable } from '../../src/graph/reachable.ts'

/** An arbitrary graph whose edges only go from smaller to larger numbers, then renumbered: free of circles. */
const acyclic = fc
  .integer({ min: 1, max: 30 })
  .chain((size) =>
    fc.tuple(fc.shuffledSubarray([...Array(size).keys()], { minLength: size }), fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 80 })),
  )
  .map(([names, pairs]) => {
    const successors: number[][] = names.map(() => [])
    for (const [a, b] of pairs) if (a < b) successors[names[a]!]!.push(names[b]!)
    return successors
  })

describe('orderGraph', () => {
  it.each([
    ['nothing', [], []],
    ['unconnected nodes in their order', [[], [], []], [0, 1, 2]],
    ['a chain against its numbers', [[], [0], [1]], [2, 1, 0]],
    ['a diamond', [[1, 2], [3], [3], []], [0, 1, 2, 3]],
    ['a doubled edge', [[1, 1], []], [0, 1]],
  ])('orders %s', (_, successors, order) => {
    expect(orderGraph(successors)).toEqual({ ok: true, order })
  })

  it.each([
    ['itself', [[0]], [0]],
    ['a pair', [[1], [0]], [0, 1]],
    ['a circle behind a tail', [[1], [2], [3], [1], []], [1, 2, 3]],
    ['a circle with a tail after it', [[1], [0, 2], []], [0, 1]],
  ])('names the circle of %s', (_, successors, cycle) => {
    expect(orderGraph(successors)).toEqual({ ok: false, cycle })
  })

  it('puts every node after what it waits for', () => {
    fc.assert(
      fc.property(acyclic, (successors) => {
        const result = orderGraph(successors)
        if (!result.ok) throw new Error('a graph without circles was called circular')
        const place = new Map(result.order.map((node, index) => [node, index]))
        successors.forEach((list, node) => list.forEach((later) => expect(place.get(node)!).toBeLessThan(place.get(later)!)))
      }),
    )
  })

  it('gives a circle whose every edge exists', () => {
    const any = fc.integer({ min: 1, max: 12 }).chain((size) => fc.array(fc.array(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size }))
    fc.assert(
      fc.property(any, (successors) => {
        const result = orderGraph(successors)
        if (result.ok) return
        result.cycle.forEach((node, index) => expect(successors[node]).toContain(result.cycle[(index + 1) % result.cycle.length]))
      }),
    )
  })

  it('walks a chain of 200,000 without recursion', () => {
    const size = 200_000
    const result = orderGraph(Array.from({ length: size }, (_, node) => (node + 1 < size ? [node + 1] : [])))
    expect(result.ok && result.order.length).toBe(size)
  })
})

describe('longestRemainingPath', () => {
  it('adds up the heaviest way to an end', () => {
    const successors = [[1, 2], [3], [3], []]
    expect([...longestRemainingPath([0, 1, 2, 3], successors, (node) => [1, 10, 2, 1][node]!)]).toEqual([12, 11, 3, 1])
  })
})

describe('reachable', () => {
  it('follows edges, and keeps the start', () => {
    expect([...reachable([1], [[1], [2], [], [2]])].sort()).toEqual([1, 2])
  })
})
