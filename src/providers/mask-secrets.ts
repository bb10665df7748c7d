import { isJsonObject, type Json } from '../events/json.ts'
import { maskAt, type Mask } from '../expressions/value.ts'

/**
 * A mask that covers, beside what `mask` covers, every text that is or holds one of the secrets. Providers copy inputs into computed attributes
 * without their marks: the `output` of a `terraform_data` shows what its sensitive `input` hides.
 */
export function maskSecrets(value: Json, mask: Mask, secrets: readonly string[]): Mask {
  if (mask === true || secrets.length === 0) return mask
  if (typeof value === 'string' || typeof value === 'number') return isSecret(String(value), secrets) ? true : mask
  if (Array.isArray(value)) return arrayMask(value as readonly Json[], mask, secrets)
  if (!isJsonObject(value)) return mask
  const masks: Record<string, Mask> = {}
  let found = false
  for (const [key, child] of Object.entries(value)) {
    const part = maskSecrets(child, maskAt(mask, key), secrets)
    if (part === false) continue
    Object.defineProperty(masks, key, { value: part, enumerable: true, configurable: true, writable: true })
    found = true
  }
  return found ? masks : mask
}

/** Shorter secrets hide only what is equal to them: `prod` as a part of a name says nothing. */
const shortestPart = 8

function isSecret(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => (secret.length < shortestPart ? text === secret : text.includes(secret)))
}

function arrayMask(items: readonly Json[], mask: Mask, secrets: readonly string[]): Mask {
  const parts = items.map((item, index) => maskSecrets(item, maskAt(mask, index), secrets))
  return parts.some((part) => part !== false) ? parts : mask
}
