/** The resources of an environment by name, each with the names it waits for. */
export type Waits = ReadonlyMap<string, readonly string[]>

/** What has to come along with what, in a plan about a part of an environment. */
export interface WaitingGraph {
  /** What has to be done before or together with a name. */
  readonly needs: (name: string) => readonly string[]
  /** What cannot be done without it. */
  readonly neededBy: (name: string) => readonly string[]
  /** What depends on it, by its document or by what was recorded. */
  readonly dependents: (name: string) => readonly string[]
}

/**
 * A declared resource needs what it waits for. A thing is taken away after everything that was recorded as depending on it has been taken
 * away, or changed to do without it.
 */
export function waitingGraph(declared: Waits, recorded: Waits, mode: 'apply' | 'destroy'): WaitingGraph {
  const dependents = reverse([...declared, ...recorded])
  if (mode === 'destroy') return { needs: dependents, neededBy: joined(declared, recorded), dependents }
  const byRecord = reverse([...recorded])
  const needs = (name: string): readonly string[] => declared.get(name) ?? byRecord(name)
  const names = new Set([...declared.keys(), ...recorded.keys()])
  return { needs, neededBy: reverse([...names].map((name) => [name, needs(name)])), dependents }
}

/** Everything that is reached from some names, themselves included. */
export function closure(start: Iterable<string>, next: (name: string) => readonly string[]): ReadonlySet<string> {
  const all = new Set(start)
  for (const name of all) for (const other of next(name)) all.add(other)
  return all
}

function reverse(edges: readonly (readonly [string, readonly string[]])[]): (name: string) => readonly string[] {
  const reversed = new Map<string, Set<string>>()
  for (const [name, others] of edges) {
    for (const other of others) {
      const names = reversed.get(other)
      if (names === undefined) reversed.set(other, new Set([name]))
      else names.add(name)
    }
  }
  return (name) => [...(reversed.get(name) ?? [])]
}

function joined(declared: Waits, recorded: Waits): (name: string) => readonly string[] {
  return (name) => [...(declared.get(name) ?? []), ...(recorded.get(name) ?? [])]
}
