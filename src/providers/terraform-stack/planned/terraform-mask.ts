import { isJsonObject, type Json } from '../../../events/json.ts'
import type { Mask } from '../../../expressions/value.ts'

/** A mask as Terraform's JSON holds it: objects, lists and booleans; anything else covers nothing. */
export function toMask(json: Json | undefined): Mask {
  if (typeof json === 'boolean') return json
  if (Array.isArray(json)) return (json as readonly Json[]).map(toMask)
  if (!isJsonObject(json)) return false
  return Object.fromEntries(Object.entries(json).map(([key, child]) => [key, toMask(child)]))
}
