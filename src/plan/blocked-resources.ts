import type { Intent } from './intent.ts'
import type { RecordedResource } from './recorded-resource.ts'
import type { ResolvedEnvironment } from './resolved-environment.ts'

/** A resource that is left out of a plan until somebody settles what became of an earlier step. */
export interface BlockedResource {
  readonly address: string
  /** What may or may not have happened to it; null where it only waits for others that are blocked. */
  readonly unsettled: { readonly action: Intent['action']; readonly run: string; readonly message: string } | null
  /** The addresses that it waits for and that are blocked; empty for an unsettled one. */
  readonly waitsFor: readonly string[]
}

/** What there is to look at. */
export interface BlockedOptions {
  readonly environment: ResolvedEnvironment
  readonly intents: readonly Intent[]
  /** What is recorded in the environment. */
  readonly records: readonly RecordedResource[]
  /** What of it is to go. */
  readonly removals: readonly RecordedResource[]
}

/**
 * The resources that cannot be planned because nobody knows what became of a step: the unsettled ones, what is declared behind them, and
 * what may only be deleted once these do without it. Everything else goes on. By address.
 */
export function blockedResources({ environment, intents, records, removals }: BlockedOptions): ReadonlyMap<string, BlockedResource> {
  const blocked = new Map<string, BlockedResource>()
  for (const { address, state, action, run } of intents) {
    if (state.kind === 'indeterminate') blocked.set(address, { address, unsettled: { action, run, message: state.message }, waitsFor: [] })
  }
  if (blocked.size === 0) return blocked
  for (const { declaration, upstream } of environment.resources.values()) {
    const waitsFor = upstream.map((name) => `${declaration.environment}/${name}`).filter((address) => blocked.has(address))
    addWaiting(blocked, declaration.address, waitsFor)
  }
  // A growing list: what is deleted last waits for all that goes before it.
  const intended = intents.map(({ address, keeps }) => ({ address, dependencies: keeps?.dependencies ?? [] }))
  const neededBy = goingDependencies([...records, ...intended], removals)
  for (const address of [...blocked.keys()]) spread(blocked, address, neededBy)
  return blocked
}

function spread(blocked: Map<string, BlockedResource>, from: string, neededBy: ReadonlyMap<string, readonly string[]>): void {
  const behind = [from]
  for (const address of behind) {
    for (const other of neededBy.get(address) ?? []) {
      if (blocked.has(other)) continue
      addWaiting(blocked, other, [address])
      behind.push(other)
    }
  }
}

/** By address, what is to go of all that a thing depends on as it is recorded, or as it may be by now. */
function goingDependencies(
  known: readonly Pick<RecordedResource, 'address' | 'dependencies'>[],
  removals: readonly RecordedResource[],
): ReadonlyMap<string, readonly string[]> {
  const going = new Set(removals.map(({ address }) => address))
  const needed = Map.groupBy(known, ({ address }) => address)
  return new Map([...needed].map(([address, all]) => [address, all.flatMap(({ dependencies }) => dependencies.filter((other) => going.has(other)))]))
}

function addWaiting(blocked: Map<string, BlockedResource>, address: string, waitsFor: readonly string[]): void {
  if (waitsFor.length > 0 && !blocked.has(address)) blocked.set(address, { address, unsettled: null, waitsFor })
}
