import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'
import { setOwn } from './set-own.ts'
import type { DocumentPath } from './yaml-document.ts'

/** Lays a patch over a value by RFC 7396: objects are merged, null takes a key away, everything else replaces. */
export function mergePatch(target: Json, patch: JsonObject): JsonObject
export function mergePatch(target: Json, patch: Json): Json
export function mergePatch(target: Json, patch: Json): Json {
  if (!isJsonObject(patch)) return patch
  const result: Record<string, Json> = {}
  const base = isJsonObject(target) ? target : {}
  for (const [key, value] of Object.entries(base)) {
    if (!Object.hasOwn(patch, key)) setOwn(result, key, value)
  }
  for (const [key, value] of Object.entries(patch)) {
    if (value !== null) setOwn(result, key, mergePatch(ownValue(base, key) ?? null, value))
  }
  return result
}

/** Where the part of a merged value at a path was written: in the patch, or in what it was laid over. */
export function patchOrigin(target: Json, patch: Json, path: DocumentPath): 'target' | 'patch' {
  let below: Json | undefined = target
  let above: Json | undefined = patch
  for (const segment of path) {
    if (!isJsonObject(above) || !isJsonObject(below)) return 'patch'
    above = ownValue(above, String(segment))
    if (above === undefined) return 'target'
    below = ownValue(below, String(segment))
  }
  return isJsonObject(above) && isJsonObject(below) ? 'target' : 'patch'
}

function ownValue(object: Readonly<Record<string, Json>>, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}
