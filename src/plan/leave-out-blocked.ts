import { blockedResources, type BlockedResource } from './blocked-resources.ts'
import type { Intent } from './intent.ts'
import type { RecordedResource } from './recorded-resource.ts'
import type { ResolvedEnvironment } from './resolved-environment.ts'

/** What there is to look at. */
export interface LeaveOutOptions {
  readonly environment: ResolvedEnvironment
  readonly intents: readonly Intent[]
  /** The addresses under which things still stand, by those that they are to have. */
  readonly moves: ReadonlyMap<string, string>
}

/** Takes out of what a plan is to be about what nobody knows the state of, and what waits for it; everything else goes on. */
export function leaveOutBlocked<Choice extends { readonly selected: ReadonlySet<string>; readonly removals: readonly RecordedResource[] }>(
  { environment, intents, moves }: LeaveOutOptions,
  choice: Choice,
): Choice & { readonly blocked: readonly BlockedResource[] } {
  const newAddresses = new Map([...moves].map(([to, from]) => [from, to]))
  const moved = intents.map((intent) => ({ ...intent, address: newAddresses.get(intent.address) ?? intent.address }))
  const all = blockedResources({ environment, intents: moved, removals: choice.removals })
  if (all.size === 0) return { ...choice, blocked: [] }
  const prefix = `${environment.declaration.name}/`
  const chosen = new Set([...[...choice.selected].map((name) => `${prefix}${name}`), ...choice.removals.map(({ address }) => address)])
  return {
    ...choice,
    selected: new Set([...choice.selected].filter((name) => !all.has(`${prefix}${name}`))),
    removals: choice.removals.filter(({ address }) => !all.has(address)),
    blocked: [...all.values()].filter(({ address }) => chosen.has(address)).sort((one, two) => (one.address < two.address ? -1 : 1)),
  }
}
