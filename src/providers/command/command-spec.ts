import { isJsonObject, type Json } from '../../events/json.ts'
import { hasSensitive, hasUnknown, reveal, Sensitive, Unknown, type Value } from '../../expressions/value.ts'
import { specField } from '../spec-field.ts'
import type { SpecProblem } from '../spec-problem.ts'

/** What the programs of a Command do. */
export const verbs = ['create', 'read', 'update', 'delete'] as const

/** One of {@link verbs}. */
export type Verb = (typeof verbs)[number]

/** A program and its arguments. */
export type Argv = readonly [string, ...string[]]

/** The programs of a Command by what they do. */
export type Programs = { readonly [V in Verb]?: Argv }

/** The spec of a Command with its defaults. */
export interface CommandSpec {
  /** A JSON object, in which parts may be sensitive, and unknown while it is only examined. */
  readonly inputs: Value
  readonly programs: Programs
  /** Relative to the folder of the declaring file. */
  readonly workingDirectory: string
}

/** The spec, or all that is wrong with it. */
export type ReadCommandSpec = { readonly ok: true; readonly spec: CommandSpec } | { readonly ok: false; readonly problems: readonly SpecProblem[] }

/** Reads the spec of a Command. */
export function readCommandSpec(spec: Value): ReadCommandSpec {
  const problems: SpecProblem[] = []
  const inputs = specField(spec, 'inputs') ?? {}
  if (!isObjectOrUnknown(inputs)) problems.push({ code: 'wrong-type', message: 'inputs must be an object', path: ['inputs'] })
  const programs: { [V in Verb]?: Argv } = {}
  for (const verb of verbs) {
    const argv = readArgv(spec, verb, problems)
    if (argv !== null) programs[verb] = argv
  }
  if (programs.create === undefined && problems.length === 0) {
    problems.push({ code: 'missing-field', message: 'a Command needs a create program', path: ['create'] })
  }
  const workingDirectory = readText(specField(spec, 'workingDirectory') ?? '.')
  if (workingDirectory === null) problems.push({ code: 'wrong-type', message: 'workingDirectory must be text that may be shown', path: ['workingDirectory'] })
  if (problems.length > 0 || workingDirectory === null) return { ok: false, problems }
  return { ok: true, spec: { inputs, programs, workingDirectory } }
}

function isObjectOrUnknown(value: Value): boolean {
  if (value instanceof Sensitive) return isObjectOrUnknown(value.value)
  return value instanceof Unknown || isJsonObject(value)
}

function readText(value: Value): string | null {
  if (hasSensitive(value) || hasUnknown(value)) return null
  const text = reveal(value)
  return typeof text === 'string' && !text.includes('\0') ? text : null
}

function readArgv(spec: Value, verb: Verb, problems: SpecProblem[]): Argv | null {
  const value = specField(spec, verb)
  if (value === undefined) return null
  if (hasSensitive(value)) {
    const hint = 'give it through inputs: they reach the program on its standard input'
    problems.push({
      code: 'resource-invalid',
      message: `the arguments of ${verb} hold a secret, and arguments are seen by everybody on the machine`,
      hint,
      path: [verb],
    })
    return null
  }
  const argv = hasUnknown(value) ? null : asArgv(reveal(value))
  if (argv !== null) return argv
  const hint = 'write the program and its arguments as a list, such as [./scripts/dns.sh, create]'
  problems.push({ code: 'wrong-type', message: `${verb} must be a list of texts that begins with a program`, hint, path: [verb] })
  return null
}

/** The argument vector that a JSON value is; null when it is none. */
export function asArgv(value: Json | undefined): Argv | null {
  if (!Array.isArray(value)) return null
  const texts = (value as readonly Json[]).filter((item): item is string => typeof item === 'string' && !item.includes('\0'))
  const [program, ...rest] = texts
  return program === undefined || program === '' || texts.length !== value.length ? null : [program, ...rest]
}
