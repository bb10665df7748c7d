import { Sensitive, Unknown, type Value } from '../expressions/value.ts'

/** Whether two values are the same, sensitive marks aside and whatever the order of keys. An unknown part is the same as nothing, not even another unknown. */
export function sameValue(left: Value | undefined, right: Value | undefined): boolean {
  if (left instanceof Sensitive) return sameValue(left.value, right)
  if (right instanceof Sensitive) return sameValue(left, right.value)
  if (left instanceof Unknown || right instanceof Unknown) return false
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const keys = Object.keys(left)
  if (keys.length !== Object.keys(right).length) return false
  return keys.every((key) => Object.hasOwn(right, key) && sameValue((left as Record<string, Value>)[key], (right as Record<string, Value>)[key]))
}
