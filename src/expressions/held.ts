import { Sensitive, Unknown, type Value } from './value.ts'

/** A value only CEL has: bytes, an unsigned integer, a timestamp, a duration, a type. */
export class Native {
  readonly value: object

  constructor(value: object) {
    this.value = value
  }
}

/** A list an expression made. Its items may still be unknown or sensitive. */
export class HeldList {
  readonly items: readonly Held[]

  constructor(items: readonly Held[]) {
    this.items = items
  }
}

/** What a map may have as keys. */
export type HeldKey = string | bigint | boolean

/** A map an expression made. */
export class HeldMap {
  readonly entries: ReadonlyMap<HeldKey, Held>

  constructor(entries: ReadonlyMap<HeldKey, Held>) {
    this.entries = entries
  }
}

/** CEL's optional: what `.?name` and `[?index]` give. */
export class OptionalValue {
  /** Null for the empty one. */
  readonly content: { readonly held: Held } | null

  constructor(content: { readonly held: Held } | null) {
    this.content = content
  }
}

/** A list or a map of the scope as it is, entered only as far as an expression goes. Its whole numbers are CEL integers. */
export type Raw = readonly Value[] | { readonly [key: string]: Value }

/** A value the evaluator can look into. */
export type Opened = null | boolean | bigint | number | string | Native | HeldList | HeldMap | OptionalValue | Raw

/** A value on its way through an expression. What is unknown or sensitive stays so until somebody opens it. */
export type Held = Opened | Unknown | Sensitive

/** Takes a value of the scope in. */
export function enter(value: Value): Held {
  // Larger whole numbers cannot be told from doubles that lost their fraction.
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  return value
}

/** Whether it is a list of the scope. */
export function isRawList(held: Held): held is readonly Value[] {
  return Array.isArray(held)
}

/** Whether it is a map of the scope. */
export function isRawMap(held: Held): held is { readonly [key: string]: Value } {
  return typeof held === 'object' && held !== null && !Array.isArray(held) && !isClassed(held)
}

function isClassed(held: object): boolean {
  return (
    held instanceof Native ||
    held instanceof HeldList ||
    held instanceof HeldMap ||
    held instanceof OptionalValue ||
    held instanceof Unknown ||
    held instanceof Sensitive
  )
}

/** The items of a list; null when it is none. */
export function listItems(held: Opened): readonly Held[] | null {
  if (held instanceof HeldList) return held.items
  return isRawList(held) ? held.map(enter) : null
}

/** The keys of a map; null when it is none. */
export function mapKeys(held: Opened): readonly HeldKey[] | null {
  if (held instanceof HeldMap) return [...held.entries.keys()]
  return isRawMap(held) ? Object.keys(held) : null
}

/** The name of a value's type, for messages. */
export function typeName(held: Opened): string {
  if (held === null) return 'null'
  if (isRawList(held) || held instanceof HeldList) return 'list'
  if (isRawMap(held) || held instanceof HeldMap) return 'map'
  if (held instanceof OptionalValue) return 'optional'
  if (held instanceof Native) return nativeName(held)
  switch (typeof held) {
    case 'bigint':
      return 'int'
    case 'number':
      return 'double'
    case 'boolean':
      return 'bool'
    default:
      return 'string'
  }
}

function nativeName({ value }: Native): string {
  if (value instanceof Uint8Array) return 'bytes'
  if (value instanceof Date) return 'timestamp'
  return value.constructor.name === 'UnsignedInt' ? 'uint' : value.constructor.name.toLowerCase()
}
