import type { RecordedResource } from './recorded-resource.ts'
import type { ResolvedEnvironment } from './resolved-environment.ts'

/** An environment among others, and those of them that have to be done before it, however far. */
export interface OrderedEnvironment {
  readonly environment: ResolvedEnvironment
  readonly after: readonly string[]
}

/**
 * Orders environments so that each stands after those that it reads; to destroy, before them. What is not decided by that keeps the order
 * in which it is given, also where environments read each other in a circle: what they read is recorded, so that any order is possible.
 */
export function orderEnvironments(
  given: readonly ResolvedEnvironment[],
  { mode, records }: { readonly mode: 'apply' | 'destroy'; readonly records: readonly RecordedResource[] },
): readonly OrderedEnvironment[] {
  const before = firstOnes(given, mode === 'apply' ? [] : records)
  const edges = mode === 'apply' ? before : reversed(before)
  const after = new Map([...edges.keys()].map((name) => [name, farAfter(name, edges)]))
  const left = [...given]
  const ordered: OrderedEnvironment[] = []
  while (left.length > 0) {
    const names = new Set(left.map(({ declaration }) => declaration.name))
    const waits = (name: string): boolean => (after.get(name) ?? []).some((other) => names.has(other) && after.get(other)?.includes(name) !== true)
    const index = left.findIndex(({ declaration }) => !waits(declaration.name))
    for (const environment of left.splice(index, 1)) ordered.push({ environment, after: after.get(environment.declaration.name) ?? [] })
  }
  return ordered
}

/** By environment, those that its resources read, by their documents and by what was recorded. */
function firstOnes(given: readonly ResolvedEnvironment[], records: readonly RecordedResource[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Set(given.map(({ declaration }) => declaration.name))
  return new Map(
    given.map(({ declaration: { name }, resources }) => {
      const declared = [...resources.values()].flatMap(({ foreign, foreignGroups }) => [...foreign, ...foreignGroups])
      const recorded = records.flatMap(({ environment, dependencies }) => (environment === name ? dependencies : []))
      const read = [...declared, ...recorded].map((address) => address.slice(0, address.indexOf('/')))
      return [name, new Set(read.filter((other) => other !== name && names.has(other)))]
    }),
  )
}

function reversed(edges: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map([...edges.keys()].map((name) => [name, new Set([...edges].flatMap(([other, read]) => (read.has(name) ? [other] : [])))]))
}

function farAfter(name: string, edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const all = new Set(edges.get(name))
  for (const other of all) for (const further of edges.get(other) ?? []) all.add(further)
  all.delete(name)
  return [...all].sort()
}
