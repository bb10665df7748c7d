import { specPointerPath } from '../manifest/spec-pointer.ts'
import type { ResourceDeclaration } from '../manifest/manifest.ts'
import { Sensitive, type Value } from '../expressions/value.ts'
import type { Provider } from './provider.ts'
import type { RecordedResource } from './recorded-resource.ts'
import { isValueList, isValueObject, ownField } from './value-equality.ts'

/** What a spec is compared with: the record, if there is one, and who can read it. */
export interface Remembered {
  readonly recorded: RecordedResource | null
  readonly provider: Pick<Provider, 'recordedSpec'> | null
}

/** The spec to go by: as desired, but for what `lifecycle.ignoreChanges` names, which stays as it is recorded. */
export function keepIgnored(spec: Value, { lifecycle }: Pick<ResourceDeclaration, 'lifecycle'>, { recorded, provider }: Remembered): Value {
  if (lifecycle.ignoreChanges.length === 0 || recorded === null) return spec
  const before = provider?.recordedSpec?.(recorded)
  return before === undefined ? spec : withRecorded(spec, before, lifecycle.ignoreChanges)
}

/**
 * A spec with the recorded values at and below JSON pointers that begin with `/spec`. What was never recorded, and what lies in something
 * unknown, stays as desired; what is recorded and no longer desired stays, too. Sensitive values stay sensitive. Pure.
 */
export function withRecorded(spec: Value, recorded: Value, pointers: readonly string[]): Value {
  return pointers.reduce<Value>((kept, pointer) => at(kept, recorded, specPointerPath(pointer)) ?? kept, spec)
}

function at(desired: Value | undefined, recorded: Value | undefined, path: readonly string[]): Value | undefined {
  const [step, ...rest] = path
  if (recorded === undefined) return desired
  if (step === undefined) return recorded
  if (recorded instanceof Sensitive) return at(desired, spreadMark(recorded.value), path)
  if (desired instanceof Sensitive) {
    const kept = at(desired.value, recorded, path)
    return kept === undefined ? desired : new Sensitive(kept)
  }
  if (isValueList(desired) && isValueList(recorded)) {
    const index = desired.findIndex((_, position) => String(position) === step)
    const item = at(desired[index], recorded[index], rest)
    return index === -1 || item === undefined ? desired : desired.with(index, item)
  }
  if (!isValueObject(recorded) || (desired !== undefined && !isValueObject(desired))) return desired
  const field = at(desired === undefined ? undefined : ownField(desired, step), ownField(recorded, step), rest)
  return field === undefined ? desired : { ...desired, [step]: field }
}

/** A part of a sensitive whole is sensitive. */
function spreadMark(value: Value): Value {
  if (isValueList(value)) return value.map((item) => new Sensitive(item))
  if (!isValueObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, new Sensitive(item)]))
}
