import { Sensitive, Unknown, type Value } from './value.ts'

const shortest = 4

/** The text of every string and number under a sensitive mark, for redaction where text leaves. Shorter ones than four characters are no secrets. */
export function collectSecrets(value: Value): string[] {
  const secrets = new Set<string>()
  collect(value, false, secrets)
  return [...secrets]
}

function collect(value: Value, sensitive: boolean, secrets: Set<string>): void {
  if (value instanceof Unknown) return
  if (value instanceof Sensitive) {
    collect(value.value, true, secrets)
    return
  }
  if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) collect(child, sensitive, secrets)
    return
  }
  if (!sensitive || (typeof value !== 'string' && typeof value !== 'number')) return
  const text = String(value)
  if (text.length >= shortest) secrets.add(text)
}
