import { decode, encode, ExtensionCodec } from '@msgpack/msgpack'

/** The one value of its class: {@link unknownValue}. */
class UnknownValue {
  readonly kind = 'unknown'
}

/** A value that is known only after the apply. */
export const unknownValue = new UnknownValue()

/** A value of Terraform's as it goes over the wire: JSON in which parts may be unknown. */
export type WireValue = null | boolean | number | string | UnknownValue | readonly WireValue[] | WireObject

/** An object of the wire. A whole object that is sent must have every attribute of its schema. */
export interface WireObject {
  readonly [name: string]: WireValue
}

/** A `DynamicValue` of the protocol: one of both. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array
  readonly json?: Uint8Array
}

/** Type 0 is what is unknown; type 12 is the same with what is known of it nevertheless, which nobody here needs. */
const extensions = new ExtensionCodec()
extensions.register({ type: 0, encode: (value) => (value instanceof UnknownValue ? new Uint8Array([0]) : null), decode: () => unknownValue })
extensions.register({ type: 12, encode: () => null, decode: () => unknownValue })

/** Packs a value to be sent. */
export function toDynamic(value: WireValue): DynamicValue {
  return { msgpack: encode(value, { extensionCodec: extensions }) }
}

/** Reads a value that came; null for one that was left out. */
export function fromDynamic(dynamic: DynamicValue | null | undefined): WireValue {
  const { msgpack, json } = dynamic ?? {}
  if (msgpack !== undefined && msgpack.length > 0) return decode(msgpack, { extensionCodec: extensions }) as WireValue
  if (json !== undefined && json.length > 0) return JSON.parse(new TextDecoder().decode(json)) as WireValue
  return null
}

/** Whether a value is an object. */
export function isWireObject(value: WireValue | undefined): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UnknownValue)
}
