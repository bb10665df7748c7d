import type { Diagnostic } from '../events/diagnostic.ts'

/** Which environment, and what of it. */
export interface Chosen {
  readonly environment: string
  readonly targets: readonly string[]
}

/** Either the choice, or what is wrong with the words. */
export type Choice = { readonly ok: true; readonly chosen: Chosen } | { readonly ok: false; readonly diagnostic: Diagnostic }

/**
 * Reads the words after a command: `ENV [TARGETS…]`, or `ENV/NAME…`, or only targets where the environment is given by an option. A word
 * in the place of the environment is never taken for a target.
 */
export function readPositionals(words: readonly string[], environmentOption: string | null, command: string): Choice {
  if (environmentOption !== null) return sameEnvironment(environmentOption, words)
  const [first, ...rest] = words
  if (first === undefined) return usage('no environment is named', `genesis ${command} ENVIRONMENT`)
  const slash = first.indexOf('/')
  if (slash < 0) return sameEnvironment(first, rest)
  return sameEnvironment(first.slice(0, slash), words)
}

function sameEnvironment(environment: string, targets: readonly string[]): Choice {
  const foreign = targets.find((target) => target.includes('/') && !target.startsWith(`${environment}/`))
  if (foreign !== undefined) return usage(`"${foreign}" is not in the environment ${environment}`, 'name the resources of one environment')
  return { ok: true, chosen: { environment, targets } }
}

function usage(message: string, hint: string): Choice {
  return { ok: false, diagnostic: { code: 'usage', severity: 'error', message, hint } }
}
