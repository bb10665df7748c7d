import { Sensitive, Unknown, unknown, type Value } from '../expressions/value.ts'

/** What stands at a path inside a value: `unknown` below an unknown part, undefined where there is nothing. Sensitive marks above are kept. */
export function readPath(value: Value, path: readonly (string | number)[]): Value | undefined {
  let current: Value = value
  let sensitive = false
  for (const key of path) {
    if (current instanceof Sensitive) {
      sensitive = true
      current = current.value
    }
    if (current instanceof Unknown) return unknown
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined
    const next: Value | undefined = (current as Readonly<Record<string | number, Value>>)[key]
    if (next === undefined) return undefined
    current = next
  }
  return sensitive ? new Sensitive(current) : current
}
