import { hasUnknown, type Value } from '../expressions/value.ts'
import type { Exactness } from './action.ts'
import type { PlannedResource } from './planned-resource.ts'
import { readPath } from './read-path.ts'
import { recordedOutputs } from './recorded-value.ts'
import type { ResolvedResource } from './resolved-environment.ts'
import { sameValue } from './same-value.ts'

/** How sure the plan of a resource is, and for whose outputs it waits. */
export interface Assessment {
  readonly exactness: Exactness
  readonly waitsFor: readonly string[]
}

/** What the assessment looks at. `upstream` holds what the resource waits for, by name, already planned. */
export interface AssessOptions {
  readonly resource: ResolvedResource
  readonly spec: Value
  readonly upstream: ReadonlyMap<string, PlannedResource>
  /** Whether anything ordered before it, however far, changes. */
  readonly changesBefore: boolean
  readonly readsWorld: boolean
}

const exact: Assessment = { exactness: 'exact', waitsFor: [] }

/**
 * Deferred when an input is unknown; conditional when an input is a new value that is not there yet, or when it reads the world and
 * something before it changes; exact otherwise.
 */
export function assessExactness(options: AssessOptions): Assessment {
  if (hasUnknown(options.spec)) return { exactness: 'deferred', waitsFor: unknownInputs(options) }
  const expected = expectedInputs(options)
  if (expected.length > 0) return { exactness: 'conditional', waitsFor: expected }
  if (options.readsWorld && options.changesBefore) return { exactness: 'conditional', waitsFor: changingUpstream(options) }
  return exact
}

function unknownInputs({ resource, upstream }: AssessOptions): readonly string[] {
  const waits = resource.outputReads.flatMap(({ name, path }) => {
    const planned = upstream.get(name)
    const value = planned === undefined ? undefined : readPath(planned.outputs, path)
    return planned !== undefined && value !== undefined && hasUnknown(value) ? [planned.address] : []
  })
  // A spec of another resource that is itself unknown leads to no output read.
  if (waits.length === 0) return [...upstream.values()].filter((planned) => planned.exactness === 'deferred').map((planned) => planned.address)
  return [...new Set(waits)].sort()
}

function expectedInputs({ resource, upstream }: AssessOptions): readonly string[] {
  const waits = resource.outputReads.flatMap(({ name, path }) => {
    const planned = upstream.get(name)
    if (planned === undefined || planned.action === 'no-op') return none
    const there = planned.recorded === null ? undefined : readPath(recordedOutputs(planned.recorded), path)
    return sameValue(there, readPath(planned.outputs, path)) ? [] : [planned.address]
  })
  return waits.length === 0 ? none : [...new Set(waits)].sort()
}

const none: readonly string[] = []

function changingUpstream({ upstream }: AssessOptions): readonly string[] {
  return [...upstream.values()].filter((planned) => planned.action !== 'no-op').map((planned) => planned.address)
}
