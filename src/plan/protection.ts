import type { Diagnostic } from '../events/diagnostic.ts'
import { coversInner } from './inner-pattern.ts'
import type { FlatChange } from './inner-change.ts'
import type { PlannedResource } from './planned-resource.ts'
import type { RecordedResource } from './recorded-resource.ts'

/**
 * What the plan would delete or replace although it is protected: a resource with `preventDestroy`, anything inside a stack that has it, or
 * what the patterns of a stack cover. Where no document is left, what was recorded counts: taking the document away takes no protection away.
 */
export function protectionProblems(resources: readonly PlannedResource[], changes: readonly FlatChange[]): readonly Diagnostic[] {
  const byOwner = Map.groupBy(changes.filter(isDestructive), (change) => change.stack ?? change.address)
  return resources.flatMap((planned) => {
    const protection = protectionOf(planned)
    const hits = protectedOnes(byOwner.get(planned.address) ?? [], protection)
    return hits.length === 0 ? [] : [problem(planned, hits, protection)]
  })
}

/** Whether a flat change takes something away: a delete, or the delete half of a replace. */
export function isDestructive(change: FlatChange): boolean {
  return change.change.actions.includes('delete')
}

type Protection = RecordedResource['preventDestroy']

function protectionOf(planned: PlannedResource): Protection {
  return planned.resolved?.declaration.lifecycle.preventDestroy ?? planned.recorded?.preventDestroy ?? false
}

function protectedOnes(destructive: readonly FlatChange[], protection: Protection): readonly FlatChange[] {
  if (protection === false) return []
  const inner = destructive.filter((change) => change.stack !== null)
  // With nothing said of what is inside, all of it goes.
  if (protection === true || inner.length === 0) return inner.length === 0 ? destructive : inner
  return inner.filter(({ address }) => protection.some((pattern) => coversInner(pattern, address)))
}

function problem(planned: PlannedResource, hits: readonly FlatChange[], protection: Protection): Diagnostic {
  const list = hits.map((hit) => `  ${hit.change.actions.includes('create') ? '-/+ replace' : '- delete'} ${hit.address}`)
  const declared = planned.resolved?.declaration
  const without = protection === true ? 'with lifecycle.preventDestroy: false' : 'without their pattern in lifecycle.preventDestroy'
  const loosen = protection === true ? 'set lifecycle.preventDestroy: false' : 'take their pattern out of lifecycle.preventDestroy'
  const hint =
    declared === undefined ? `put its document back ${without}, apply, and take it away then` : `${loosen}, apply, and try again, if that is what you want`
  return {
    code: 'protected',
    severity: 'error',
    message: `preventDestroy is set, but the plan would take away:\n${list.slice(0, 20).join('\n')}${list.length > 20 ? `\n  and ${list.length - 20} more` : ''}`,
    hint,
    address: planned.address,
    ...(declared === undefined ? {} : { at: declared.at }),
  }
}
