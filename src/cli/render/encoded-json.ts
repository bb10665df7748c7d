import { isJsonObject, type Json } from '../../events/json.ts'
import type { Side } from './diff-side.ts'

/** Longer texts are not looked into. In UTF-16 units. */
const maxLooked = 200_000

/**
 * The map or list that a string on one line holds as JSON, as policies do; null for any other value, and where the data would not tell all
 * that the text does: keys that stand twice, numbers with more digits than are kept. Shown as Terraform does: `jsonencode({ … })`.
 */
export function encodedJson({ value, unknown, sensitive }: Side): Side | null {
  if (unknown === true || sensitive === true || typeof value !== 'string' || value.length > maxLooked) return null
  if (!/^[{[].*[}\]]$/.test(value) || /\d{16}/.test(value)) return null
  const keysWritten = value.match(/"\s*:/g)?.length ?? 0
  const parsed = parse(value)
  return parsed.keys !== keysWritten || parsed.value === null ? null : { value: parsed.value, unknown: false, sensitive: false }
}

function parse(text: string): { readonly value: Json; readonly keys: number } {
  let keys = 0
  const count = (_: string, part: Json) => {
    if (isJsonObject(part)) keys += Object.keys(part).length
    return part
  }
  try {
    const value = JSON.parse(text, count) as Json
    return { value, keys }
  } catch {
    return { value: null, keys }
  }
}
