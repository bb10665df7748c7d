import type { PlannedResource } from '../../src/plan/planned-resource.ts'
import type { ApplyRequest } from '../../src/plan/provider.ts'

/** What apply needs of the providers' answers, by address. */
export function collectChanges(planned: ReadonlyMap<string, PlannedResource>): ReadonlyMap<string, ApplyRequest['change']> {
  return new Map([...planned.values()].map(({ address, action, change }) => [address, { ...change, action }]))
}
