import { enter, HeldList, HeldMap, Native, type Held, type HeldKey } from './held.ts'
import type { Value } from './value.ts'

/** A known value in the shape the CEL library computes with: bigint for integers, number for doubles, Map for maps. */
export type CelPlain = null | boolean | bigint | number | string | object

/** Takes a result of the library in. Plain objects come only from reading JSON, so their numbers are told apart like those of the scope. */
export function celToHeld(result: unknown): Held {
  if (result === null || typeof result === 'string' || typeof result === 'bigint' || typeof result === 'number' || typeof result === 'boolean') return result
  if (Array.isArray(result)) return new HeldList(result.map(celToHeld))
  if (result instanceof Map) return new HeldMap(new Map([...result].map(([key, value]) => [key as HeldKey, celToHeld(value)])))
  if (typeof result === 'object' && Object.getPrototypeOf(result) === Object.prototype) return enter(result as Value)
  return new Native(result as object)
}
