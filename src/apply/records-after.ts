import type { Instant } from '../ports/clock.ts'
import type { RecordWrite } from '../ports/store.ts'
import type { Intent } from '../plan/intent.ts'
import { deposedAddress } from '../plan/lower-steps.ts'
import type { RecordedResource, RecordedState } from '../plan/recorded-resource.ts'

/** What a step left, and whose writing it is. */
export interface Aftermath {
  readonly intent: Pick<Intent, 'address' | 'environment' | 'kind' | 'action' | 'keeps'>
  /** What was recorded before. */
  readonly recorded: RecordedResource | null
  /** Null: it is gone. */
  readonly state: RecordedState | null
  readonly status: RecordedResource['status']
  readonly run: string
  readonly at: Instant
}

/** The records to write after a step. The old object of a replacement is put aside under an address of its own, to be deleted later. */
export function recordsAfter({ intent, recorded, state, status, run, at }: Aftermath): readonly RecordWrite[] {
  const { address, environment, kind, keeps, action } = intent
  if (state === null) return [{ remove: address }]
  const revision = (recorded?.revision ?? 0) + 1
  // A removal that failed after it had begun: what it is of stays as it was recorded.
  if (keeps === null) return recorded === null ? [] : [{ put: { ...recorded, ...state, status, revision, run } }]
  const put: RecordedResource = { ...state, ...keeps, address, environment, name: nameOf(address), kind, revision, status, run, updatedAt: at }
  return action === 'replace' && recorded !== null ? [{ put }, { put: deposed(recorded) }] : [{ put }]
}

/** The record of the old object of a replacement, as it stands until it is cleaned up. */
export function deposed(recorded: RecordedResource): RecordedResource {
  const address = deposedAddress(recorded.address, recorded.revision)
  // It was let go when its replacement was approved: what is protected is never replaced.
  return { ...recorded, address, name: nameOf(address), preventDestroy: false }
}

/** The name in an address: what follows the environment. */
export function nameOf(address: string): string {
  return address.slice(address.indexOf('/') + 1)
}
