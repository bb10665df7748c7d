import type { FlatChange } from '../../plan/inner-change.ts'
import type { PlanDocument, ResourcePlan } from '../../plan/plan-document.ts'

/** A resource with what happens inside of it, what destroys first, then by address. */
export interface ShownResource {
  readonly resource: ResourcePlan
  readonly inner: readonly FlatChange[]
  /** Whether it is deleted or replaced, or anything inside of it is. */
  readonly destructive: boolean
}

/** The resources of a plan in the order in which people read them; each group by address. */
export interface PlanOrder {
  /** Never folded. */
  readonly destructive: readonly ShownResource[]
  readonly others: readonly ShownResource[]
  readonly deferred: readonly ShownResource[]
  /** Nothing to do as far as can be told now, but planned again before the end. */
  readonly undecided: readonly ResourcePlan[]
  readonly unchanged: number
}

/** Sorts the resources of a plan into groups. */
export function orderPlan(document: PlanDocument): PlanOrder {
  const inner = innerByStack(document.resource_changes)
  const shown = document.resources.map((resource) => show(resource, inner.get(resource.address) ?? []))
  const isOpen = ({ resource, inner: inside }: ShownResource) => resource.action !== 'no-op' || inside.length > 0 || resource.drift.length > 0
  const open = shown.filter((entry) => isOpen(entry) && entry.resource.exactness !== 'deferred')
  const closed = shown.filter((entry) => !isOpen(entry) && entry.resource.exactness !== 'deferred')
  return {
    destructive: open.filter(({ destructive }) => destructive),
    others: open.filter(({ destructive }) => !destructive),
    deferred: shown.filter(({ resource }) => resource.exactness === 'deferred'),
    undecided: closed.filter(({ resource }) => resource.exactness === 'conditional').map(({ resource }) => resource),
    unchanged: closed.filter(({ resource }) => resource.exactness === 'exact').length,
  }
}

/** Whether the change takes a real thing away, be it to make a new one. */
export function destroys({ change }: FlatChange): boolean {
  return change.actions.includes('delete')
}

function show(resource: ResourcePlan, inner: readonly FlatChange[]): ShownResource {
  const destructive = resource.action === 'delete' || resource.action === 'replace' || inner.some(destroys)
  return { resource, inner, destructive }
}

function innerByStack(changes: readonly FlatChange[]): ReadonlyMap<string, readonly FlatChange[]> {
  const byStack = new Map<string, FlatChange[]>()
  for (const change of changes) {
    if (change.stack === null || isNothing(change)) continue
    const inside = byStack.get(change.stack)
    if (inside === undefined) byStack.set(change.stack, [change])
    else inside.push(change)
  }
  for (const inside of byStack.values()) inside.sort((left, right) => Number(destroys(right)) - Number(destroys(left)))
  return byStack
}

function isNothing({ change, previous_address }: FlatChange): boolean {
  return change.actions.every((action) => action === 'no-op') && previous_address === undefined && change.importing === undefined
}
