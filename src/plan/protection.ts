import type { Diagnostic } from '../events/diagnostic.ts'
import type { FlatChange } from './inner-change.ts'
import type { PlannedResource } from './planned-resource.ts'

/**
 * What the plan would delete or replace although it is protected: a resource with `preventDestroy`, or anything inside a stack that has
 * it. Where no document is left, what was recorded counts: taking the document away takes no protection away.
 */
export function protectionProblems(resources: readonly PlannedResource[], changes: readonly FlatChange[]): readonly Diagnostic[] {
  const guarded = new Map(resources.filter(isProtected).map((planned) => [planned.address, planned]))
  const destructive = changes.filter((change) => change.change.actions.includes('delete'))
  const byOwner = Map.groupBy(destructive, (change) => change.stack ?? change.address)
  return [...guarded.values()].flatMap((planned) => {
    const hits = byOwner.get(planned.address) ?? []
    return hits.length === 0 ? [] : [problem(planned, hits)]
  })
}

/** Whether a flat change takes something away: a delete, or the delete half of a replace. */
export function isDestructive(change: FlatChange): boolean {
  return change.change.actions.includes('delete')
}

function isProtected(planned: PlannedResource): boolean {
  const declared = planned.resolved?.declaration.lifecycle.preventDestroy
  // Patterns name things inside; until each is told apart, all of the resource is kept.
  return (declared === undefined ? undefined : declared !== false) ?? planned.recorded?.preventDestroy ?? false
}

function problem(planned: PlannedResource, hits: readonly FlatChange[]): Diagnostic {
  const inner = hits.filter((hit) => hit.stack !== null)
  const what = inner.length === 0 ? hits : inner
  const list = what.map((hit) => `  ${hit.change.actions.includes('create') ? '-/+ replace' : '- delete'} ${hit.address}`)
  const declared = planned.resolved?.declaration
  const hint =
    declared === undefined
      ? `put its document back with lifecycle.preventDestroy: false, apply, and take it away then`
      : 'set lifecycle.preventDestroy: false, apply, and try again, if that is what you want'
  return {
    code: 'protected',
    severity: 'error',
    message: `preventDestroy is set, but the plan would take away:\n${list.slice(0, 20).join('\n')}${list.length > 20 ? `\n  and ${list.length - 20} more` : ''}`,
    hint,
    address: planned.address,
    ...(declared === undefined ? {} : { at: declared.at }),
  }
}
