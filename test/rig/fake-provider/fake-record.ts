import { isJsonObject, type JsonObject } from '../../../src/events/json.ts'
import { fromMarked, toMarked, type Mask, type Value } from '../../../src/expressions/value.ts'
import type { RecordedState } from '../../../src/plan/recorded-resource.ts'
import type { FakeObject } from './fake-world.ts'

/** The fields of a spec with their marks. */
export function fieldsOf(spec: Value): { readonly fields: JsonObject; readonly sensitive: Mask } {
  const { value, sensitive } = toMarked(spec)
  return { fields: isJsonObject(value) ? value : {}, sensitive }
}

/** A thing as the store keeps it. */
export function fakeState({ id, fields, generation }: FakeObject, sensitive: Mask): RecordedState {
  return {
    attributes: fields,
    attributesSensitive: sensitive,
    outputs: { ...fields, id, generation },
    outputsSensitive: sensitive,
    memory: { id },
  }
}

/** The id that was recorded; null when there is none. */
export function recordedId(recorded: RecordedState | null): string | null {
  const id = recorded !== null && isJsonObject(recorded.memory) ? recorded.memory['id'] : undefined
  return typeof id === 'string' ? id : null
}

/** Plain fields with marks put on. */
export function marked(fields: JsonObject, sensitive: Mask): Value {
  return fromMarked({ value: fields, unknown: false, sensitive })
}
