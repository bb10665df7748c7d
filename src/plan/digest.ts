import { createHash } from 'node:crypto'
import { isJsonObject, type Json } from '../events/json.ts'

/** The SHA-256 of a text or of bytes, as `sha256:<hex>`. */
export function digest(data: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`
}

/** The digest of a JSON value, the same whatever the order of its keys. */
export function digestJson(value: Json): string {
  return digest(canonicalJson(value))
}

/** JSON with sorted keys and no white space. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonicalJson).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([one], [two]) => (one < two ? -1 : 1))
  return `{${entries.map(([key, child]) => `${JSON.stringify(key)}:${canonicalJson(child)}`).join(',')}}`
}
