import { specPointerPath } from '../manifest/spec-pointer.ts'
import type { IgnoredValue } from '../plan/explanation.ts'
import { shown } from '../plan/flat-changes.ts'
import { readPath } from '../plan/read-path.ts'
import type { Provider } from '../plan/provider.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import type { ResolvedResource } from '../plan/resolved-environment.ts'

/** A declared resource, all records by address, and who can read them. */
export interface IgnoringResource {
  readonly resource: ResolvedResource
  readonly records: ReadonlyMap<string, RecordedResource>
  readonly provider: (kind: string) => Provider | null
}

/** Whether changes at a path of the spec are ignored, and what is in force there then. */
export function ignoredAt({ resource: { declaration }, records, provider }: IgnoringResource, path: readonly (string | number)[]): IgnoredValue | null {
  const pointer = declaration.lifecycle.ignoreChanges.find((one) => meet(specPointerPath(one), path))
  if (pointer === undefined) return null
  const record = records.get(declaration.address)
  if (record === undefined) return { pointer, isRecorded: false, inForce: null }
  const spec = provider(declaration.kind)?.recordedSpec?.(record)
  const value = spec === undefined ? undefined : readPath(spec, path)
  return { pointer, isRecorded: true, inForce: value === undefined ? null : shown(value) }
}

/** Whether one path leads to the other, or through it. */
function meet(one: readonly string[], other: readonly (string | number)[]): boolean {
  return one.slice(0, other.length).every((step, index) => step === String(other[index]))
}
