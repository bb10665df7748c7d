import { isJsonObject, type Json } from '../events/json.ts'

/** A value nobody knows yet. There is one of it: {@link unknown}. */
export class Unknown {
  declare private readonly brand: 'unknown'
}

/** The value that is not known before something is applied. Contagious: what is computed from it is unknown. */
export const unknown = new Unknown()

/** A value that must not be shown. Contagious: what is computed from it is sensitive. Never nested directly in another one. */
export class Sensitive {
  readonly value: Value

  constructor(value: Value) {
    this.value = value instanceof Sensitive ? value.value : value
  }
}

/** JSON in which any part may be unknown or sensitive. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value } | Unknown | Sensitive

/**
 * Which parts of a JSON value a mark covers, in the shape Terraform's plan JSON uses: `true` covers the whole part below, an object or
 * array names the covered children, `false` covers nothing.
 */
export type Mask = boolean | readonly Mask[] | { readonly [key: string]: Mask }

/** A value taken apart: plain JSON, in which unknown parts are null, and where the marks were. */
export interface Marked {
  readonly value: Json
  readonly unknown: Mask
  readonly sensitive: Mask
}

/** Takes the marks out of a value. Children without a mark are left out of object masks; array masks are as long as their array. */
export function toMarked(value: Value): Marked {
  return isPlain(value) ? { value, unknown: false, sensitive: false } : takeApart(value)
}

/** Whether nothing in it is marked. Most values are: they need no copy. */
function isPlain(value: Value): value is Json {
  if (typeof value !== 'object' || value === null) return true
  if (value instanceof Unknown || value instanceof Sensitive) return false
  if (Array.isArray(value)) return (value as readonly Value[]).every(isPlain)
  const object = value as Readonly<Record<string, Value>>
  // A loop over the keys makes no list of them, as Object.values would.
  for (const key in object) if (Object.hasOwn(object, key) && !isPlain(object[key] ?? null)) return false
  return true
}

function takeApart(value: Value): Marked {
  if (value instanceof Unknown) return { value: null, unknown: true, sensitive: false }
  if (value instanceof Sensitive) {
    const inner = takeApart(value.value)
    return { value: inner.value, unknown: inner.unknown, sensitive: true }
  }
  if (Array.isArray(value)) return markedArray(value as readonly Value[])
  if (typeof value === 'object' && value !== null) return markedObject(value as Readonly<Record<string, Value>>)
  return { value, unknown: false, sensitive: false }
}

function markedArray(items: readonly Value[]): Marked {
  const parts = items.map(takeApart)
  return {
    value: parts.map((part) => part.value),
    unknown: parts.some((part) => part.unknown !== false) ? parts.map((part) => part.unknown) : false,
    sensitive: parts.some((part) => part.sensitive !== false) ? parts.map((part) => part.sensitive) : false,
  }
}

function markedObject(object: Readonly<Record<string, Value>>): Marked {
  const plain: Record<string, Json> = {}
  let unknownParts: Record<string, Mask> | null = null
  let sensitiveParts: Record<string, Mask> | null = null
  for (const [key, child] of Object.entries(object)) {
    const part = takeApart(child)
    setOwn(plain, key, part.value)
    if (part.unknown !== false) setOwn((unknownParts ??= {}), key, part.unknown)
    if (part.sensitive !== false) setOwn((sensitiveParts ??= {}), key, part.sensitive)
  }
  return { value: plain, unknown: unknownParts ?? false, sensitive: sensitiveParts ?? false }
}

/** Puts the marks back: the inverse of {@link toMarked}. */
export function fromMarked(marked: Marked): Value {
  if (marked.unknown === true) return marked.sensitive === true ? new Sensitive(unknown) : unknown
  if (marked.sensitive === true) return new Sensitive(fromMarked({ ...marked, sensitive: false }))
  const { value } = marked
  if (marked.unknown === false && marked.sensitive === false) return value
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((item, index) => fromMarked(childOf(marked, item, index)))
  }
  if (!isJsonObject(value)) return value
  const result: Record<string, Value> = {}
  for (const [key, child] of Object.entries(value)) setOwn(result, key, fromMarked(childOf(marked, child, key)))
  return result
}

function childOf(marked: Marked, value: Json, key: string | number): Marked {
  return { value, unknown: maskAt(marked.unknown, key), sensitive: maskAt(marked.sensitive, key) }
}

/** The mask of one child. */
export function maskAt(mask: Mask, key: string | number): Mask {
  if (typeof mask === 'boolean') return mask
  const child = Object.hasOwn(mask, key) ? (mask as Readonly<Record<string | number, Mask>>)[key] : undefined
  return child ?? false
}

/** Whether any part of the value is unknown. */
export function hasUnknown(value: Value): boolean {
  if (value instanceof Unknown) return true
  if (value instanceof Sensitive) return hasUnknown(value.value)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((child) => hasUnknown(child))
}

/** Whether any part of the value is sensitive. */
export function hasSensitive(value: Value): boolean {
  if (value instanceof Sensitive) return true
  if (value instanceof Unknown || typeof value !== 'object' || value === null) return false
  return Object.values(value).some((child) => hasSensitive(child))
}

/** The value as plain JSON for a provider that acts on it; null where it is unknown. The result may hold secrets: it goes to ports, never to events. */
export function reveal(value: Value): Json {
  return toMarked(value).value
}

/** Sets an own property whatever its name is, `__proto__` included. */
function setOwn<T>(target: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  else target[key] = value
}
