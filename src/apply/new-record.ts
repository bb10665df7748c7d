import { dependencyAddresses } from '../plan/dependency-addresses.ts'
import { declaredDigest } from '../plan/declared-digest.ts'
import type { Examined } from '../plan/provider.ts'
import type { RecordedResource, RecordedState } from '../plan/recorded-resource.ts'
import type { ResolvedResource } from '../plan/resolved-environment.ts'

/** What a record is made of. */
export interface NewRecordOptions {
  readonly resource: ResolvedResource
  readonly previous: RecordedResource | null
  readonly state: RecordedState
  readonly status: RecordedResource['status']
  readonly examined: Examined | undefined
  readonly run: string
  readonly updatedAt: number
}

/** The record of a declared resource after a step on it. */
export function newRecord({ resource, previous, state, status, examined, run, updatedAt }: NewRecordOptions): RecordedResource {
  const { declaration } = resource
  return {
    ...state,
    address: declaration.address,
    environment: declaration.environment,
    name: declaration.name,
    kind: declaration.kind,
    revision: (previous?.revision ?? 0) + 1,
    status,
    owns: examined?.owns ?? [],
    dependencies: dependencyAddresses(resource),
    preventDestroy: declaration.lifecycle.preventDestroy,
    onRemove: declaration.lifecycle.onRemove,
    declared: declaredDigest(resource, examined),
    run,
    updatedAt,
  }
}
