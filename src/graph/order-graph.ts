/** An order in which every node stands after those it waits for, or one circle that makes that impossible. */
export type GraphOrder = { readonly ok: true; readonly order: readonly number[] } | { readonly ok: false; readonly cycle: readonly number[] }

/**
 * Orders the nodes 0 … n−1 of a graph, where `successors[n]` lists the nodes that wait for `n`. The result is the same for the same
 * input: among nodes that are free at once the smaller number comes first in its generation. Linear, without recursion (Kahn 1962).
 */
export function orderGraph(successors: readonly (readonly number[])[]): GraphOrder {
  const waiting = countPredecessors(successors)
  const order: number[] = []
  for (let node = 0; node < successors.length; node++) if (waiting[node] === 0) order.push(node)
  for (let next = 0; next < order.length; next++) {
    for (const successor of successors[order[next] ?? 0] ?? []) {
      const left = (waiting[successor] ?? 0) - 1
      waiting[successor] = left
      if (left === 0) order.push(successor)
    }
  }
  if (order.length === successors.length) return { ok: true, order }
  return { ok: false, cycle: findCycle(successors, waiting) }
}

/** How many nodes each node waits for. */
export function countPredecessors(successors: readonly (readonly number[])[]): Int32Array {
  const counts = new Int32Array(successors.length)
  for (const list of successors) for (const node of list) counts[node] = (counts[node] ?? 0) + 1
  return counts
}

/** Every node that still waits is behind a circle: walking backwards along waiting predecessors must run into it. */
function findCycle(successors: readonly (readonly number[])[], waiting: Int32Array): readonly number[] {
  const predecessor = new Map<number, number>()
  successors.forEach((list, node) => {
    if ((waiting[node] ?? 0) === 0) return
    for (const successor of list) if (!predecessor.has(successor)) predecessor.set(successor, node)
  })
  const seenAt = new Map<number, number>()
  const walk: number[] = []
  let node: number | undefined = waiting.findIndex((count) => count > 0)
  while (node !== undefined && !seenAt.has(node)) {
    seenAt.set(node, walk.length)
    walk.push(node)
    node = predecessor.get(node)
  }
  const circle = walk.slice(seenAt.get(node ?? -1) ?? 0).reverse()
  const smallest = circle.indexOf(Math.min(...circle))
  return [...circle.slice(smallest), ...circle.slice(0, smallest)]
}
