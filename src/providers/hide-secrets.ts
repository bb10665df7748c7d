import { Sensitive, Unknown, type Value } from '../expressions/value.ts'

/** Shorter texts would take too much of what is harmless with them. */
const shortestSecret = 4

/** Makes a function that takes the sensitive texts and numbers of some values out of a text, line by line. */
export function secretHider(values: readonly Value[]): (text: string) => string {
  const secrets = new Set(values.flatMap((value) => secretsIn(value, false)))
  const parts = [...secrets].flatMap(spellings).filter((part) => part.length >= shortestSecret)
  const longestFirst = [...new Set(parts)].sort((one, two) => two.length - one.length)
  return (text) => longestFirst.reduce((shown, secret) => shown.replaceAll(secret, '(sensitive)'), text)
}

function secretsIn(value: Value, sensitive: boolean): readonly string[] {
  if (value instanceof Sensitive) return secretsIn(value.value, true)
  if (value instanceof Unknown || value === null || typeof value === 'boolean') return []
  if (typeof value === 'object') return Object.values(value).flatMap((child) => secretsIn(child, sensitive))
  return sensitive ? [String(value)] : []
}

/** As it is, as it stands inside JSON, and each line of it. */
function spellings(secret: string): readonly string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), ...secret.split('\n').map((line) => line.trim())]
}
