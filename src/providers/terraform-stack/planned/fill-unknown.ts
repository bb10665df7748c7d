import { isJsonObject, type Json } from '../../../events/json.ts'
import type { Mask } from '../../../expressions/value.ts'

/** Puts null where Terraform left an unknown part out of an object or a list, so that the mask's places exist in the value. */
export function fillUnknown(value: Json, unknown: Mask): Json {
  if (typeof unknown === 'boolean') return value
  if (Array.isArray(unknown)) {
    const masks = unknown as readonly Mask[]
    const items = Array.isArray(value) ? (value as readonly Json[]) : []
    return Array.from({ length: Math.max(items.length, masks.length) }, (_, index) => fillUnknown(items[index] ?? null, masks[index] ?? false))
  }
  const object = isJsonObject(value) ? value : {}
  const masks = Object.entries(unknown as Readonly<Record<string, Mask>>).filter(([key, mask]) => Object.hasOwn(object, key) || covers(mask))
  return { ...object, ...Object.fromEntries(masks.map(([key, mask]) => [key, fillUnknown(object[key] ?? null, mask)])) }
}

function covers(mask: Mask): boolean {
  if (typeof mask === 'boolean') return mask
  return Object.values(mask).some((child) => covers(child))
}
