import { isJsonObject, type Json, type JsonObject } from '../../../events/json.ts'

/** The JSON in a text; null for what is none. */
export function readJson(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}

/** The objects in a list; none where it is no list. */
export function objectsIn(json: Json | undefined): readonly JsonObject[] {
  return Array.isArray(json) ? (json as readonly Json[]).filter(isJsonObject) : []
}
