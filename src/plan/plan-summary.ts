import type { Action } from './action.ts'
import type { FlatChange } from './inner-change.ts'
import type { PlanSummary, ResourcePlan } from './plan-document.ts'

/** Counts a plan: resources on one level, what happens inside stacks on the other. */
export function summarise(resources: readonly ResourcePlan[], changes: readonly FlatChange[]): PlanSummary {
  const byAction: Partial<Record<Action, number>> = {}
  let deferred = 0
  for (const { action, exactness } of resources) {
    byAction[action] = (byAction[action] ?? 0) + 1
    if (exactness === 'deferred') deferred++
  }
  const doing = resources.filter(({ action, exactness }) => action !== 'no-op' && exactness !== 'deferred')
  const gates = new Set(changes.flatMap(({ stack, mode, address }) => (stack === null && mode === 'data' ? [address] : [])))
  const checks = doing.filter(({ action, address }) => action === 'read' && gates.has(address)).length
  return { total: resources.length, changed: doing.length - checks, deferred, checks, byAction, terraform: countInner(changes) }
}

function countInner(changes: readonly FlatChange[]): PlanSummary['terraform'] {
  const counts = { add: 0, change: 0, replace: 0, destroy: 0 }
  for (const { stack, mode, change } of changes) {
    if (stack === null || mode === 'data') continue
    const creates = change.actions.includes('create')
    const deletes = change.actions.includes('delete')
    if (creates && deletes) counts.replace++
    else if (creates) counts.add++
    else if (deletes) counts.destroy++
    else if (change.actions.includes('update')) counts.change++
  }
  return counts
}
