import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'
import { setOwn } from './set-own.ts'

/**
 * Lays a document over its defaults: a JSON merge patch (RFC 7396), but that null is a null like any other where there is nothing to take
 * away. So a document means the same whether or not there are defaults for its other fields.
 */
export function layOver(below: JsonObject, above: JsonObject): JsonObject {
  const result: Record<string, Json> = {}
  for (const [key, value] of Object.entries(below)) if (!Object.hasOwn(above, key)) setOwn(result, key, value)
  for (const [key, value] of Object.entries(above)) {
    const under = Object.hasOwn(below, key) ? below[key] : undefined
    if (value === null && under !== undefined) continue
    setOwn(result, key, isJsonObject(value) && isJsonObject(under) ? layOver(under, value) : value)
  }
  return result
}
