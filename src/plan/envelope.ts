import { terraformActions } from './flat-changes.ts'
import type { FlatChange } from './inner-change.ts'
import type { Step } from './plan-document.ts'
import { isDestructive } from './protection.ts'
import type { PlannedChange } from './provider.ts'

/**
 * The changes that the approval of a plan does not cover: deletes and replaces that became known only when the step was planned again.
 * Empty when all is covered. For a conditional step those that the approved plan named itself are covered.
 */
export function outsideEnvelope(asked: {
  readonly step: Step
  readonly change: PlannedChange
  readonly approved: readonly FlatChange[]
}): readonly FlatChange[] {
  const { step, change, approved } = asked
  const known = new Set(step.exactness === 'conditional' ? approved.filter(isDestructive).map(identity) : [])
  const inner = change.inner.map((one) => ({ ...one, stack: step.address }))
  return [...ownReplacement(step, change), ...inner].filter((flat) => isDestructive(flat) && !known.has(identity(flat)))
}

function ownReplacement(step: Step, change: PlannedChange): readonly FlatChange[] {
  if (change.action !== 'replace' && change.action !== 'delete') return []
  const body = { before: null, after: null, after_unknown: false, before_sensitive: false, after_sensitive: false }
  const name = step.address.slice(step.address.indexOf('/') + 1)
  const base = { address: step.address, stack: null, mode: 'managed', type: step.kind, name, provider_name: 'genesis' } as const
  return [{ ...base, change: { ...body, actions: terraformActions(change.action, true) } }]
}

function identity(flat: FlatChange): string {
  return JSON.stringify([flat.stack, flat.address, flat.change.actions.toSorted()])
}
