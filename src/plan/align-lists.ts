import type { Value } from '../expressions/value.ts'
import { equalValues, isValueObject, ownField, unwrap } from './value-equality.ts'

/** Which item of another list each item of a base list became, and which items of the other list are new. Indices. */
export interface Alignment {
  /** As long as the base; null where the item is gone. */
  readonly matches: readonly (number | null)[]
  readonly added: readonly number[]
}

/**
 * Aligns two lists by what they begin and end with in common, so that one item put in or taken out does not read as a change of all that
 * follow; what lies between is paired by position. With `listKey`, items are paired by the value of that field where every item has
 * one of its own; then order counts for nothing.
 */
export function alignLists(base: readonly Value[], other: readonly Value[], listKey?: string): Alignment {
  const byKey = listKey === undefined ? null : alignByKey(base, other, listKey)
  return byKey ?? alignByPosition(base, other)
}

function alignByKey(base: readonly Value[], other: readonly Value[], listKey: string): Alignment | null {
  const baseKeys = keysOf(base, listKey)
  const otherKeys = keysOf(other, listKey)
  if (baseKeys === null || otherKeys === null) return null
  return {
    matches: [...baseKeys.keys()].map((key) => otherKeys.get(key) ?? null),
    added: [...otherKeys].filter(([key]) => !baseKeys.has(key)).map(([, index]) => index),
  }
}

function keysOf(items: readonly Value[], listKey: string): ReadonlyMap<string, number> | null {
  const keys = new Map<string, number>()
  for (const [index, item] of items.entries()) {
    const plain = unwrap(item)
    const field = isValueObject(plain) ? ownField(plain, listKey) : undefined
    const key = field === undefined ? null : unwrap(field)
    if (typeof key !== 'string' && typeof key !== 'number') return null
    keys.set(JSON.stringify(key), index)
  }
  return keys.size === items.length ? keys : null
}

function alignByPosition(base: readonly Value[], other: readonly Value[]): Alignment {
  const shorter = Math.min(base.length, other.length)
  const same = (left: number, right: number): boolean => equalValues(other[right] ?? null, base[left] ?? null, { tolerant: true })
  let start = 0
  while (start < shorter && same(start, start)) start++
  let end = 0
  while (end < shorter - start && same(base.length - 1 - end, other.length - 1 - end)) end++
  const matches = base.map((_, index) => {
    if (index >= base.length - end) return index + other.length - base.length
    return index < other.length - end ? index : null
  })
  const firstAdded = Math.max(base.length - end, start)
  const added = Array.from({ length: Math.max(0, other.length - end - firstAdded) }, (_, index) => firstAdded + index)
  return { matches, added }
}
