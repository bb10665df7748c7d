/**
 * For each node the weight of the heaviest path that starts there, its own weight included: what starts first when the heaviest goes
 * first shortens the whole. `order` must be a topological order of the graph.
 */
export function longestRemainingPath(order: readonly number[], successors: readonly (readonly number[])[], weight: (node: number) => number): Float64Array {
  const remaining = new Float64Array(successors.length)
  for (let index = order.length - 1; index >= 0; index--) {
    const node = order[index] ?? 0
    let longest = 0
    for (const successor of successors[node] ?? []) longest = Math.max(longest, remaining[successor] ?? 0)
    remaining[node] = longest + weight(node)
  }
  return remaining
}
