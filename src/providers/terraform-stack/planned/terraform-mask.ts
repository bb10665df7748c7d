import { isJsonObject, type Json } from '../../../events/json.ts'
import type { Mask } from '../../../expressions/value.ts'

/**
 * A mask as Terraform's JSON holds it: objects, lists and booleans; anything else covers nothing. Terraform writes an empty object or list for
 * every map and list in which nothing is covered: those become false, so that what is not false covers something.
 */
export function toMask(json: Json | undefined): Mask {
  if (typeof json === 'boolean') return json
  if (Array.isArray(json)) {
    const masks = (json as readonly Json[]).map(toMask)
    return masks.some((mask) => mask !== false) ? masks : false
  }
  if (!isJsonObject(json)) return false
  const masks = Object.entries(json).map(([key, child]) => [key, toMask(child)] as const)
  return masks.some(([, mask]) => mask !== false) ? Object.fromEntries(masks) : false
}
