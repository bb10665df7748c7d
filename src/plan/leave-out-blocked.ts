import { blockedResources, type BlockedResource } from './blocked-resources.ts'
import type { Intent } from './intent.ts'
import type { PartialPlan } from './plan-document.ts'
import type { RecordedResource } from './recorded-resource.ts'
import type { ResolvedEnvironment } from './resolved-environment.ts'

/** What there is to look at. */
export interface LeaveOutOptions {
  readonly environment: ResolvedEnvironment
  readonly intents: readonly Intent[]
  /** What is recorded in the environment, by the addresses that it is to have. */
  readonly records: readonly RecordedResource[]
  /** The addresses under which things still stand, by those that they are to have. */
  readonly moves: ReadonlyMap<string, string>
}

/** What was chosen: names that are declared, what is to go, and whether that is less than everything. */
interface Chosen {
  readonly selected: ReadonlySet<string>
  readonly removals: readonly RecordedResource[]
  readonly partial: PartialPlan | null
}

/**
 * Takes out of what a plan is to be about what nobody knows the state of, and what waits for it; everything else goes on. What is unsettled
 * and neither declared nor recorded is in no choice: a plan of everything says it all the same, for it may be there.
 */
export function leaveOutBlocked<Choice extends Chosen>(
  { environment, intents, records, moves }: LeaveOutOptions,
  choice: Choice,
): Choice & { readonly blocked: readonly BlockedResource[] } {
  const newAddresses = new Map([...moves].map(([to, from]) => [from, to]))
  const moved = intents.map((intent) => ({ ...intent, address: newAddresses.get(intent.address) ?? intent.address }))
  const all = blockedResources({ environment, intents: moved, records, removals: choice.removals })
  if (all.size === 0) return { ...choice, blocked: [] }
  const prefix = `${environment.declaration.name}/`
  const chosen = new Set([...[...choice.selected].map((name) => `${prefix}${name}`), ...choice.removals.map(({ address }) => address)])
  const recorded = new Set(records.map(({ address }) => address))
  const isNowhere = ({ address, unsettled }: BlockedResource): boolean =>
    unsettled !== null && !recorded.has(address) && !environment.resources.has(address.slice(prefix.length))
  const isSaid = (one: BlockedResource): boolean => chosen.has(one.address) || (choice.partial === null && isNowhere(one))
  return {
    ...choice,
    selected: new Set([...choice.selected].filter((name) => !all.has(`${prefix}${name}`))),
    removals: choice.removals.filter(({ address }) => !all.has(address)),
    blocked: [...all.values()].filter(isSaid).sort((one, two) => (one.address < two.address ? -1 : 1)),
  }
}
