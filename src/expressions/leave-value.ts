import { Failed } from './failed.ts'
import type { HeldMap } from './held.ts'
import { HeldList, isRawList, isRawMap, Native, OptionalValue, type Held } from './held.ts'
import type { Span } from './syntax.ts'
import { Sensitive, Unknown, type Value } from './value.ts'

/**
 * Turns what an expression gave into a value of the tree. Integers become numbers, an empty optional null; bytes become base64, a timestamp
 * RFC 3339 and a duration seconds, as CEL's own mapping to JSON has it. What no JSON can say is a failure.
 */
export function leaveValue(held: Held, at: Span): Value | Failed {
  if (held === null || typeof held === 'string' || typeof held === 'boolean') return held
  if (typeof held === 'bigint') return leaveInteger(held, at)
  if (typeof held === 'number') return leaveDouble(held, at)
  if (held instanceof Unknown || held instanceof Sensitive || isRawList(held) || isRawMap(held)) return held
  if (held instanceof OptionalValue) return held.content === null ? null : leaveValue(held.content.held, at)
  if (held instanceof Native) return leaveNative(held, at)
  return held instanceof HeldList ? leaveList(held, at) : leaveMap(held, at)
}

function leaveInteger(integer: bigint, at: Span): number | Failed {
  const number = Number(integer)
  if (Number.isSafeInteger(number)) return number
  return new Failed('expression-failed', at, `the integer ${integer} is beyond ±(2^53−1)`, 'keep it as text: string(…)')
}

function leaveDouble(double: number, at: Span): number | Failed {
  if (Number.isFinite(double)) return double === 0 ? 0 : double
  return new Failed('expression-failed', at, `the result is no number: ${double}`)
}

function leaveNative({ value }: Native, at: Span): Value | Failed {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? new Failed('expression-failed', at, 'the timestamp is out of range') : value.toISOString().replace('.000Z', 'Z')
  }
  const primitive: unknown = value.valueOf()
  if (typeof primitive === 'bigint') return leaveInteger(primitive, at)
  if ('seconds' in value && typeof value.seconds === 'bigint' && 'nanos' in value && typeof value.nanos === 'number') {
    return durationText(value.seconds * 1_000_000_000n + BigInt(value.nanos))
  }
  return new Failed('expression-type', at, 'a type is not a value that can be kept', 'compare it: type(x) == string')
}

function durationText(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : ''
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds
  const fraction = String(size % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '')
  return `${sign}${size / 1_000_000_000n}${fraction === '' ? '' : `.${fraction}`}s`
}

function leaveList(list: HeldList, at: Span): Value | Failed {
  const items: Value[] = []
  for (const item of list.items) {
    const value = leaveValue(item, at)
    if (value instanceof Failed) return value
    items.push(value)
  }
  return items
}

function leaveMap(map: HeldMap, at: Span): Value | Failed {
  const entries: [string, Value][] = []
  for (const [key, child] of map.entries) {
    const value = leaveValue(child, at)
    if (value instanceof Failed) return value
    entries.push([String(key), value])
  }
  // Also a key named "__proto__" becomes an own one.
  const result: { readonly [key: string]: Value } = Object.fromEntries(entries)
  return Object.keys(result).length === entries.length ? result : new Failed('expression-failed', at, 'two keys of the map have one name as text')
}
