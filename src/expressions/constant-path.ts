import type { Node } from './syntax.ts'

/** The path a node stands for when it is one of names, members and literal indexes only: `a.b["c"][0]` → `['a','b','c',0]`; else null. */
export function constantPath(node: Node): readonly (string | number)[] | null {
  const path: (string | number)[] = []
  let at = node
  for (;;) {
    if (at.kind === 'name') return [at.name, ...path.reverse()]
    if (at.kind === 'member') path.push(at.name)
    else if (at.kind === 'index') {
      const key = literalKey(at.index)
      if (key === null) return null
      path.push(key)
    } else return null
    at = at.of
  }
}

/** The key that a literal index names; null for one that only evaluating can tell. */
export function literalKey(index: Node): string | number | null {
  if (index.kind !== 'literal') return null
  if (typeof index.value === 'string') return index.value
  return typeof index.value === 'bigint' ? Number(index.value) : null
}
