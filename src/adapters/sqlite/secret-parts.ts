import type { Json } from '../../events/json.ts'
import { maskAt, type Mask } from '../../expressions/value.ts'

/** A part of a value that must not be stored readable, and where it stands in it. */
export type SecretPart = readonly [path: readonly (string | number)[], value: Json]

/** A value taken apart: what may be read, with null in the place of each secret, and the secrets. */
export interface Parted {
  readonly open: Json
  readonly secrets: readonly SecretPart[]
}

/** Takes the parts under the mask out of a value. A mask that marks children which the value cannot have covers the whole value. */
export function takeSecrets(value: Json, mask: Mask): Parted {
  const secrets: SecretPart[] = []
  return { open: take(value, mask, [], secrets), secrets }
}

function take(value: Json, mask: Mask, path: readonly (string | number)[], secrets: SecretPart[]): Json {
  if (!marksAnything(mask)) return value
  if (mask === true || typeof value !== 'object' || value === null) {
    secrets.push([path, value])
    return null
  }
  if (isList(value)) return value.map((item, index) => take(item, maskAt(mask, index), [...path, index], secrets))
  // `fromEntries` defines `__proto__` as a property of its own; an assignment would lose it.
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, take(child, maskAt(mask, key), [...path, key], secrets)]))
}

function marksAnything(mask: Mask): boolean {
  return typeof mask === 'boolean' ? mask : Object.values(mask).some((child: Mask) => marksAnything(child))
}

/** JSON that was just parsed and belongs to the caller alone. */
export type FreshJson = null | boolean | number | string | FreshJson[] | { [key: string]: FreshJson }

/**
 * The inverse of {@link takeSecrets}. Changes `open` in place, for copies would take quadratic time where much is secret. Null when the
 * value has no such places: then it is not what the secrets were taken from.
 */
export function putSecretsBack(open: FreshJson, secrets: readonly SecretPart[]): { readonly value: Json } | null {
  const root: FreshJson[] = [open]
  for (const [path, secret] of secrets) {
    let place: FreshJson = root
    let key: string | number = 0
    for (const next of path) {
      place = childOf(place, key)
      key = next
    }
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, key)) return null
    Object.assign(place, { [key]: secret })
  }
  return { value: childOf(root, 0) }
}

function childOf(place: FreshJson, key: string | number): FreshJson {
  if (typeof place !== 'object' || place === null || !Object.hasOwn(place, key)) return null
  return (place as Readonly<Record<string | number, FreshJson>>)[key] ?? null
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
