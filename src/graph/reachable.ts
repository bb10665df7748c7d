/** Every node that can be reached from the given ones, themselves included. */
export function reachable(from: Iterable<number>, successors: readonly (readonly number[])[]): ReadonlySet<number> {
  const seen = new Set(from)
  for (const node of seen) for (const successor of successors[node] ?? []) seen.add(successor)
  return seen
}
