import type { Json } from '../events/json.ts'
import { hasSensitive, hasUnknown, reveal, type Value } from '../expressions/value.ts'
import type { SpecProblem } from './spec-problem.ts'

/** A program and its arguments. */
export type Argv = readonly [string, ...string[]]

/** The argument vector that a JSON value is; null when it is none. */
export function asArgv(value: Json | undefined): Argv | null {
  if (!Array.isArray(value)) return null
  const texts = (value as readonly Json[]).filter((item): item is string => typeof item === 'string' && !item.includes('\0'))
  const [program, ...rest] = texts
  return program === undefined || program === '' || texts.length !== value.length ? null : [program, ...rest]
}

/** The argument vector at `path` of a spec, or what is wrong with it. `example` follows "such as". */
export function readArgv(
  value: Value,
  { path, example }: { readonly path: SpecProblem['path']; readonly example: string },
): { readonly ok: true; readonly argv: Argv } | { readonly ok: false; readonly problem: SpecProblem } {
  const name = path.join('.')
  if (hasSensitive(value)) {
    const message = `the arguments of ${name} hold a secret, and arguments are seen by everybody on the machine`
    return { ok: false, problem: { code: 'resource-invalid', message, hint: 'give it through inputs: they reach the program on its standard input', path } }
  }
  const argv = hasUnknown(value) ? null : asArgv(reveal(value))
  if (argv !== null) return { ok: true, argv }
  const hint = `write the program and its arguments as a list, such as ${example}`
  return { ok: false, problem: { code: 'wrong-type', message: `${name} must be a list of texts that begins with a program`, hint, path } }
}

/** A text in a spec that may be shown; null for anything else. */
export function readShownText(value: Value): string | null {
  if (hasSensitive(value) || hasUnknown(value)) return null
  const text = reveal(value)
  return typeof text === 'string' && !text.includes('\0') ? text : null
}
