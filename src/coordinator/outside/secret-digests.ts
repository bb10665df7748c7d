import { scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Value } from '../../expressions/value.ts'
import { reveal } from '../../expressions/value.ts'
import { canonicalJson } from '../../plan/digest.ts'

/** By the name of a secret, what tells whether it is still the same. */
export type SecretDigests = Readonly<Record<string, string>>

const derive = promisify<string, string, number, Buffer>(scrypt)
const digestBytes = 32

/**
 * Digests of secrets for a saved plan, bound to the plan by its id. They are slow to make, so that a short secret cannot be found by trying;
 * one plan and one secret give the same digest.
 */
export async function secretDigests(plan: string, secrets: ReadonlyMap<string, Value>): Promise<SecretDigests> {
  const digests: Record<string, string> = {}
  for (const [name, value] of [...secrets].sort(([one], [two]) => (one < two ? -1 : 1))) {
    digests[name] = `scrypt:${(await derive(canonicalJson(reveal(value)), `${plan}/${name}`, digestBytes)).toString('hex')}`
  }
  return digests
}

/** The names of secrets that are not what they were, sorted. */
export function changedSecrets(before: SecretDigests, now: SecretDigests): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
  return names.filter((name) => !isSame(before[name] ?? '', now[name] ?? ''))
}

function isSame(one: string, two: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(two)]
  return first.length === second.length && timingSafeEqual(first, second)
}
