import type { PlannedResource } from './planned-resource.ts'
import type { RecordedResource } from './recorded-resource.ts'

type Protection = RecordedResource['preventDestroy']

/** What becomes of the protection of a resource. Whatever takes it from anything is `unprotect`, also where something else gets it. */
export type ProtectionChange = 'protect' | 'unprotect'

/** The step from one protection to another; null where both cover the same. */
export function protectionStep(recorded: Protection, wanted: Protection): ProtectionChange | null {
  if (JSON.stringify(recorded) === JSON.stringify(wanted)) return null
  return coversAll(wanted, recorded) ? 'protect' : 'unprotect'
}

/** What a plan changes of the protection that is recorded of a resource, whatever else it does to it; null for nothing, and where its document is gone. */
export function protectionChange({ resolved, recorded }: Pick<PlannedResource, 'resolved' | 'recorded'>): ProtectionChange | null {
  return resolved === null || recorded === null ? null : protectionStep(recorded.preventDestroy, resolved.declaration.lifecycle.preventDestroy)
}

function coversAll(protection: Protection, other: Protection): boolean {
  if (protection === true || other === false) return true
  return protection !== false && other !== true && other.every((pattern) => protection.includes(pattern))
}
