import { Sensitive, Unknown, type Value } from '../expressions/value.ts'

/** The value without its mark; sensitivity never decides whether two values are equal. */
export function unwrap(value: Value): Exclude<Value, Sensitive> {
  return value instanceof Sensitive ? unwrap(value.value) : value
}

/** Whether the value is a plain object, marks taken off. */
export function isValueObject(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown) && !(value instanceof Sensitive)
}

/** Whether the value is a list, marks taken off. */
export function isValueList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

/**
 * Whether two values are equal whatever their marks and the order of their keys. What is unknown equals nothing, itself included.
 * `tolerant`: objects of the first may have more keys than those of the second. Never overflows the stack.
 */
export function equalValues(first: Value, second: Value, options: { readonly tolerant: boolean } = { tolerant: false }): boolean {
  const pairs: [Value, Value][] = [[first, second]]
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [a, b] = [unwrap(pair[0]), unwrap(pair[1])]
    if (a instanceof Unknown || b instanceof Unknown) return false
    if (a === b) continue
    if (isValueList(a) && isValueList(b)) {
      if (a.length !== b.length) return false
      for (const [index, item] of a.entries()) pairs.push([item, b[index] ?? null])
    } else if (isValueObject(a) && isValueObject(b)) {
      if (!pushFields(pairs, a, b, options.tolerant)) return false
    } else return false
  }
  return true
}

type Fields = Readonly<Record<string, Value>>

function pushFields(pairs: [Value, Value][], a: Fields, b: Fields, tolerant: boolean): boolean {
  const keys = Object.keys(b)
  if (!tolerant && Object.keys(a).length !== keys.length) return false
  for (const key of keys) {
    const [inA, inB] = [ownField(a, key), ownField(b, key)]
    if (inA === undefined || inB === undefined) return false
    pairs.push([inA, inB])
  }
  return true
}

/** A field of an object, whatever its name; undefined when it has none of that name itself. */
export function ownField(object: Fields, key: string): Value | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}
