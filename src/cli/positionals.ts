import type { Diagnostic } from '../events/diagnostic.ts'

/** Which environments, and what of them. */
export interface Chosen {
  /** In the order in which they were written; null for all of the project. */
  readonly environments: readonly string[] | null
  /** Names or addresses. */
  readonly targets: readonly string[]
}

/** Either the choice, or what is wrong with the words; `wantsEnvironment` where none is named. */
export type Choice =
  { readonly ok: true; readonly chosen: Chosen } | { readonly ok: false; readonly diagnostic: Diagnostic; readonly wantsEnvironment?: boolean }

/** What options say of environments. */
export interface GivenEnvironments {
  /** A name or a list of them, given by an option or a variable. */
  readonly environment: string | null
  readonly all: boolean
}

/**
 * Reads the words after a command: `ENV [TARGETS…]`, or `ENV/NAME…`, or only targets where options say which environments; `ENV` may be a
 * list, `dev,staging`, and so may each target. A word in the place of the environment is never taken for a target.
 */
export function readPositionals(words: readonly string[], { environment, all }: GivenEnvironments, command: string): Choice {
  const list = words.findIndex((word) => word.split(',').includes(''))
  if (list >= 0) return usage(`a name is missing in "${words[list] ?? ''}"`, 'write names with commas between them: dev,staging')
  if (all) {
    if (environment !== null) return usage(`--all and -e ${environment} contradict each other`, 'give one of them')
    return { ok: true, chosen: { environments: null, targets: split(words) } }
  }
  if (environment !== null) return inEnvironments(environment.split(','), split(words))
  const [first, ...rest] = words
  if (first === undefined) return { ...usage('no environment is named', `genesis ${command} ENVIRONMENT`), wantsEnvironment: true }
  return first.includes('/') ? byAddress(split(words)) : inEnvironments(split([first]), split(rest))
}

/** The environment where only one was named; null for several and for all. */
export function singleEnvironment({ environments }: Chosen): string | null {
  return environments?.length === 1 ? (environments[0] ?? null) : null
}

function split(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => word.split(','))
}

function inEnvironments(written: readonly string[], targets: readonly string[]): Choice {
  if (written.includes('')) return usage(`a name is missing in "${written.join(',')}"`, 'write names with commas between them: dev,staging')
  const environments = [...new Set(written)]
  const foreign = targets.find((target) => target.includes('/') && !environments.some((environment) => target.startsWith(`${environment}/`)))
  if (foreign !== undefined) {
    const all = [...environments, foreign.slice(0, foreign.indexOf('/'))].join(',')
    return usage(`"${foreign}" is not in the environment ${environments.join(', ')}`, `several environments are written with commas: ${all}`)
  }
  return { ok: true, chosen: { environments, targets } }
}

function byAddress(targets: readonly string[]): Choice {
  const environments = [...new Set(targets.flatMap((target) => (target.includes('/') ? [target.slice(0, target.indexOf('/'))] : [])))]
  const plain = targets.find((target) => !target.includes('/'))
  if (plain !== undefined && environments.length > 1)
    return usage(`"${plain}" may be in each of ${environments.join(', ')}`, `write it with its environment: ${environments[0] ?? ''}/${plain}`)
  return { ok: true, chosen: { environments, targets } }
}

function usage(message: string, hint: string): Extract<Choice, { ok: false }> {
  return { ok: false, diagnostic: { code: 'usage', severity: 'error', message, hint } }
}
