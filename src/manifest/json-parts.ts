import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'

/** What most documents have in most places: one for all of them, which nobody may change. */
const nothing: Readonly<Record<string, never>> = Object.freeze({})
const none: readonly string[] = Object.freeze([])

/** The mapping under a key; an empty one where there is none, so that documents with mistakes can be read as far as it goes. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = Object.hasOwn(object, key) ? object[key] : undefined
  return isJsonObject(value) ? value : nothing
}

/** The mapping of strings under a key; anything else in it is left out. */
export function stringsAt(object: JsonObject, key: string): Readonly<Record<string, string>> {
  if (!Object.hasOwn(object, key)) return nothing
  return Object.fromEntries(Object.entries(objectAt(object, key)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** The value under a key of its own. */
export function ownValue(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** The list of strings under a key; anything else is none. */
export function stringList(object: JsonObject, key: string): readonly string[] {
  const value = ownValue(object, key)
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : none
}
