import { dependencyAddresses } from '../plan/dependency-addresses.ts'
import type { Ownership } from '../plan/ownership.ts'
import type { RecordedResource, RecordedState } from '../plan/recorded-resource.ts'
import type { ResolvedResource } from '../plan/resolved-environment.ts'

/** What a record is made of. */
export interface NewRecordOptions {
  readonly resource: ResolvedResource
  readonly previous: RecordedResource | null
  readonly state: RecordedState
  readonly status: RecordedResource['status']
  readonly owns: readonly Ownership[]
  readonly run: string
  readonly updatedAt: number
}

/** The record of a declared resource after a step on it. */
export function newRecord({ resource, previous, state, status, owns, run, updatedAt }: NewRecordOptions): RecordedResource {
  const { declaration } = resource
  return {
    ...state,
    address: declaration.address,
    environment: declaration.environment,
    name: declaration.name,
    kind: declaration.kind,
    revision: (previous?.revision ?? 0) + 1,
    status,
    owns,
    dependencies: dependencyAddresses(resource),
    preventDestroy: declaration.lifecycle.preventDestroy,
    onRemove: declaration.lifecycle.onRemove,
    run,
    updatedAt,
  }
}
