import type { FlatChange } from './inner-change.ts'
import type { PlanDocument } from './plan-document.ts'
import { isDestructive } from './protection.ts'

/**
 * What a plan that is made again takes away although the approved one did not say so; null for one that could not be made before. Creates and updates are covered by the approval, as
 * for a resource that is planned while a run goes on.
 */
export function outsideApproval(again: Pick<PlanDocument, 'resource_changes'>, approved: Pick<PlanDocument, 'resource_changes'> | null): readonly FlatChange[] {
  const known = new Set((approved?.resource_changes ?? []).filter(isDestructive).map(keyOf))
  return again.resource_changes.filter((change) => isDestructive(change) && !known.has(keyOf(change)))
}

function keyOf({ stack, address, change }: FlatChange): string {
  return JSON.stringify([stack, address, change.actions.includes('create')])
}
