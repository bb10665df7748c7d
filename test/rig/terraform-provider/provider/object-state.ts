import { fieldsOf, type LabFields, type LabObject } from '../ledger/lab-object.ts'
import { isWireObject, type WireObject, type WireValue } from '../wire/dynamic-value.ts'

/** An object as Terraform's state holds it. */
export function stateOf(object: LabObject): WireObject {
  return { ...object, payload: payloadOf(object) }
}

/** An object as the data source shows it. */
export function dataOf({ name, id, value, tags, revision, token }: LabObject): WireObject {
  return { name, id, value, tags, revision, token }
}

/** What a state, or a plan in which all is known but what the store fills, says of an object. */
export function fieldsOfState(state: WireObject): LabFields {
  const { tags = null } = state
  return fieldsOf({
    name: textOf(state['name']) ?? '',
    value: textOf(state['value']),
    tags: isWireObject(tags) ? Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, textOf(value) ?? ''])) : null,
    size: numberOf(state['size']),
    zone: textOf(state['zone']),
    secret: textOf(state['secret']),
    force_new: textOf(state['force_new']),
    delay_ms: numberOf(state['delay_ms']),
  })
}

/** A text; null for anything else, also for what is unknown. */
export function textOf(value: WireValue | undefined): string | null {
  return typeof value === 'string' ? value : null
}

function numberOf(value: WireValue | undefined): number | null {
  return typeof value === 'number' ? value : null
}

function payloadOf({ id, size }: LabObject): string | null {
  return size === null ? null : `${id}.`.repeat(Math.ceil(size / (id.length + 1))).slice(0, size)
}
