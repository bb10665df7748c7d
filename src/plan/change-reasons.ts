import { changedPaths } from './changed-paths.ts'
import { protectionChange } from './protection-change.ts'
import type { ChangeReason } from './plan-document.ts'
import type { PlannedResource } from './planned-resource.ts'

/** Why a resource is in the plan; empty for an unchanged one. `destroy`: everything is asked to go. */
export function changeReasons(planned: PlannedResource, mode: 'apply' | 'destroy'): readonly ChangeReason[] {
  if (planned.resolved === null) return [removalReason(planned, mode)]
  if (planned.isGate && planned.action === 'read' && planned.exactness !== 'deferred') return gateReasons(planned)
  const reasons: ChangeReason[] = []
  if (planned.movedFrom !== null) reasons.push({ kind: 'moved', from: planned.movedFrom })
  if (planned.waitsFor.length > 0) reasons.push({ kind: 'upstream-changes', upstream: planned.waitsFor })
  const protection = protectionChange(planned)
  if (protection !== null) reasons.push({ kind: 'protection-changed', to: protection })
  if (planned.exactness === 'deferred') return reasons
  if (planned.replacement !== null) reasons.push({ kind: 'replace-asked', inner: planned.replacement === 'itself' ? [] : planned.replacement })
  if (planned.action === 'adopt') reasons.push({ kind: 'adopted' })
  else if (planned.recorded === null && planned.action !== 'no-op') reasons.push({ kind: 'not-recorded' })
  if (planned.recorded?.status === 'incomplete') reasons.push({ kind: 'incomplete' })
  else if (planned.action === 'read') reasons.push({ kind: isRemovalChanged(planned) ? 'removal-changed' : 'dependencies-changed' })
  else if (planned.action === 'move' && isRemovalChanged(planned)) reasons.push({ kind: 'removal-changed' })
  return [...reasons, ...fieldReasons(planned)]
}

/** Where nothing of its own says why a gate is asked, it is what stands before it. */
function gateReasons(planned: PlannedResource): readonly ChangeReason[] {
  const { movedFrom, waitsFor, replacement, recorded } = planned
  const more: readonly ChangeReason[] = [
    ...(movedFrom === null ? [] : [{ kind: 'moved' as const, from: movedFrom }]),
    ...(waitsFor.length === 0 ? [] : [{ kind: 'upstream-changes' as const, upstream: waitsFor }]),
  ]
  const own: readonly ChangeReason[] = [
    ...(replacement === null ? [] : [{ kind: 'replace-asked' as const, inner: [] }]),
    ...(recorded === null ? [{ kind: 'not-recorded' as const }] : []),
    ...(recorded?.status === 'incomplete' ? [{ kind: 'not-passed' as const }] : []),
    ...fieldReasons(planned),
  ]
  return [...more, ...(own.length === 0 ? [{ kind: 'upstream-applied' as const }] : own)]
}

function isRemovalChanged({ resolved, recorded }: PlannedResource): boolean {
  return resolved !== null && recorded !== null && resolved.declaration.lifecycle.onRemove !== recorded.onRemove
}

function removalReason(planned: PlannedResource, mode: 'apply' | 'destroy'): ChangeReason {
  if (planned.address.includes('~')) return { kind: 'deposed' }
  return mode === 'destroy' ? { kind: 'destroy' } : { kind: 'document-removed' }
}

function fieldReasons({ change, recorded }: PlannedResource): readonly ChangeReason[] {
  const reasons: ChangeReason[] = []
  const drifted = change.drift.map((field) => `/${field.path.join('/')}`)
  if (drifted.length > 0) reasons.push({ kind: 'drifted', paths: drifted })
  if (recorded !== null && change.action !== 'no-op' && change.before !== null && change.after !== null) {
    const intended = changedPaths(change.before, change.after).filter((path) => !drifted.includes(path))
    if (intended.length > 0) reasons.push({ kind: 'desired-changed', paths: intended })
  }
  const inner = change.inner.length
  if (inner > 0) reasons.push({ kind: 'inner-changes', count: inner })
  return reasons
}
