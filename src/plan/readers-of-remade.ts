import type { PlannedResource } from './planned-resource.ts'
import type { ResolvedEnvironment } from './resolved-environment.ts'

/** The names of what reads from the chosen ones, or from such a reader; none of the chosen ones themselves. Pure. */
export function readersOf({ resources }: Pick<ResolvedEnvironment, 'resources'>, chosen: ReadonlySet<string>): ReadonlySet<string> {
  const readers = new Set<string>()
  for (const [name, { outputReads }] of resources) {
    if (!chosen.has(name) && outputReads.some((read) => chosen.has(read.name) || readers.has(read.name))) readers.add(name)
  }
  return readers
}

/**
 * The readers that a rollback need not touch. What did not change since is left alone, unless it reads from what is made anew, which has other
 * values then, or something else waits for it. Pure; `planned` is by address.
 */
export function idleReaders(planned: ReadonlyMap<string, PlannedResource>, readers: ReadonlySet<string>): ReadonlySet<string> {
  const byName = new Map([...planned.values()].flatMap((one) => (one.resolved === null ? [] : [[one.resolved.declaration.name, one] as const])))
  const idle = new Set(readers)
  let before = -1
  while (idle.size !== before) {
    before = idle.size
    for (const name of idle) if (isNeeded(name, { byName, idle })) idle.delete(name)
  }
  return idle
}

function isNeeded(name: string, { byName, idle }: { readonly byName: ReadonlyMap<string, PlannedResource>; readonly idle: ReadonlySet<string> }): boolean {
  const reader = byName.get(name)
  if (reader === undefined) return false
  const goesAhead = (other: string): PlannedResource | undefined => (idle.has(other) ? undefined : byName.get(other))
  if (reader.resolved?.outputReads.some((read) => isRemade(goesAhead(read.name))) === true) return true
  return [...byName].some(([other, { waitsFor }]) => !idle.has(other) && waitsFor.includes(reader.address))
}

function isRemade(planned: PlannedResource | undefined): boolean {
  return planned !== undefined && (planned.exactness === 'deferred' || planned.action === 'create' || planned.action === 'replace')
}
