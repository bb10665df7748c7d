import { hash } from 'node:crypto'
import { isJsonObject, type Json } from '../events/json.ts'

/** The SHA-256 of a text or of bytes, as `sha256:<hex>`. */
export function digest(data: string | Uint8Array): string {
  return `sha256:${hash('sha256', data, 'hex')}`
}

/** The digest of a JSON value, the same whatever the order of its keys. */
export function digestJson(value: Json): string {
  return digest(canonicalJson(value))
}

/** JSON with sorted keys and no white space. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonicalJson).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value)
  let text = ''
  for (const key of Object.keys(value).sort()) text += `${text === '' ? '{' : ','}${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`
  return text === '' ? '{}' : `${text}}`
}
