import { Sensitive, Unknown, type Value } from '../expressions/value.ts'

/** A field of a spec, sensitive where the spec as a whole is; undefined where there is none. */
export function specField(spec: Value, name: string): Value | undefined {
  if (spec instanceof Sensitive) {
    const field = specField(spec.value, name)
    return field === undefined ? undefined : new Sensitive(field)
  }
  if (typeof spec !== 'object' || spec === null || spec instanceof Unknown || Array.isArray(spec)) return undefined
  return Object.hasOwn(spec, name) ? (spec as Readonly<Record<string, Value>>)[name] : undefined
}
