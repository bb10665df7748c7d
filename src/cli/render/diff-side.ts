import { isJsonObject, type Json } from '../../events/json.ts'
import { maskAt, type Mask } from '../../expressions/value.ts'

/** One side of a change, or a part of it: a value with its marks, as a plan document has them. `undefined` where there is nothing. */
export interface Side {
  readonly value: Json | undefined
  readonly unknown: Mask
  readonly sensitive: Mask
}

/** A side with nothing in it. */
export const nothing: Side = { value: undefined, unknown: false, sensitive: false }

/** A value with nothing unknown in it. */
export function knownSide(value: Json, sensitive: Mask = false): Side {
  return { value, unknown: false, sensitive }
}

/** What a side is, the strongest mark first. */
export type Shape = 'nothing' | 'sensitive' | 'unknown' | 'scalar' | 'list' | 'map'

/** What a side is to be shown as. */
export function shapeOf({ value, unknown, sensitive }: Side): Shape {
  if (sensitive === true) return 'sensitive'
  if (unknown === true) return 'unknown'
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'list'
  return isJsonObject(value) ? 'map' : 'scalar'
}

/** One child. A null in a map without a mark is as good as nothing, as in Terraform. */
export function childSide(side: Side, key: string | number): Side {
  const unknown = maskAt(side.unknown, key)
  const sensitive = maskAt(side.sensitive, key)
  const own = ownChild(side.value, key)
  if (own !== null && own !== undefined) return { value: own, unknown, sensitive }
  if (hasMark(unknown) || hasMark(sensitive)) return { value: null, unknown, sensitive }
  return typeof key === 'number' && own === null ? { ...nothing, value: null } : nothing
}

/** The keys of a map that have anything to show, in order; those that only a mask names are among them. */
export function keysOf(side: Side): readonly string[] {
  const names = [side.value, side.unknown, side.sensitive].flatMap((part) => (isJsonObject(part) ? Object.keys(part) : []))
  return [...new Set(names)].filter((key) => shapeOf(childSide(side, key)) !== 'nothing').sort()
}

/** The items of a list. */
export function itemsOf(side: Side): readonly Side[] {
  return Array.isArray(side.value) ? side.value.map((_, index) => childSide(side, index)) : []
}

/** Whether the mask covers anything at all; Terraform writes empty ones. */
export function hasMark(mask: Mask): boolean {
  return typeof mask === 'boolean' ? mask : Object.values(mask).some(hasMark)
}

function ownChild(value: Json | undefined, key: string | number): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(key)]
  if (!isJsonObject(value)) return undefined
  return Object.hasOwn(value, key) ? value[key] : undefined
}
