import type { Diagnostic } from '../events/diagnostic.ts'
import { closest } from '../events/did-you-mean.ts'

/** The refusal of a word that names no resource of an environment; `names` are those that could have been meant. */
export function unknownTarget(
  word: string,
  from: { readonly environment: string; readonly environments: readonly string[] },
  names: readonly string[],
): Diagnostic {
  const base = { code: 'unknown-target', severity: 'error' } as const
  const { environment, environments } = from
  if (environments.includes(word)) {
    const message = `"${word}" is an environment, not a resource of ${environment}`
    const named = [...new Set([...environment.split(', '), word])]
    return { ...base, message, hint: `several environments are written with commas: ${named.join(',')}` }
  }
  const name = word.startsWith(`${environment}/`) ? word.slice(environment.length + 1) : word
  const near = closest(name, new Set(names.flatMap((one) => [one.split(/[@~]/)[0] ?? one, one])))
  const hint = near === null ? `"genesis validate" lists what ${environment} has` : `did you mean "${near}"?`
  return { ...base, message: `no resource of ${environment} is named "${word}"`, hint }
}
