import type { Json } from '../events/json.ts'
import type { Mask } from '../expressions/value.ts'
import type { OnRemove } from '../manifest/manifest.ts'
import type { Instant } from '../ports/clock.ts'
import type { Ownership } from './ownership.ts'

/** What an apply left of a resource, as the provider describes it. Sensitive parts are named by the masks. */
export interface RecordedState {
  /** What the resource is, in the kind's own shape; compared with what is observed. */
  readonly attributes: Json
  readonly attributesSensitive: Mask
  /** What others may refer to. */
  readonly outputs: { readonly [name: string]: Json }
  readonly outputsSensitive: Mask
  /** The provider's own memory: what it needs to read, change or delete the resource with no YAML left. Never secrets. */
  readonly memory: Json
}

/** A resource as the store knows it. */
export interface RecordedResource extends RecordedState {
  readonly address: string
  readonly environment: string
  readonly name: string
  readonly kind: string
  /** Grows by one with every change of this record, but for the names of what it depends on. */
  readonly revision: number
  /** `incomplete`: the last step on it failed after it had begun to act; it exists, perhaps only in part. */
  readonly status: 'ready' | 'incomplete'
  readonly owns: readonly Ownership[]
  /** The addresses it referred to when it was applied: deletes run in the reverse order. */
  readonly dependencies: readonly string[]
  /** Patterns stand for what is inside alone. */
  readonly preventDestroy: boolean | readonly string[]
  /** What its document said of being taken away; null for nothing. */
  readonly onRemove: OnRemove | null
  /** {@link declaredDigest} of its last apply; null where nobody wrote it down. */
  readonly declared: string | null
  /** The run that wrote it. */
  readonly run: string
  readonly updatedAt: Instant
}
