import { isJsonObject } from '../../events/json.ts'
import { Sensitive, Unknown, type Value } from '../../expressions/value.ts'
import { readArgv, readShownText, type Argv } from '../argv.ts'
import { specField } from '../spec-field.ts'
import type { SpecProblem } from '../spec-problem.ts'

/** What the programs of a Command do. */
export const verbs = ['create', 'read', 'update', 'delete'] as const

/** One of {@link verbs}. */
export type Verb = (typeof verbs)[number]

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
    const value = specField(spec, verb)
    if (value === undefined) continue
    const read = readArgv(value, { path: [verb], example: '[./scripts/dns.sh, create]' })
    if (read.ok) programs[verb] = read.argv
    else problems.push(read.problem)
  }
  if (programs.create === undefined && problems.length === 0) {
    problems.push({ code: 'missing-field', message: 'a Command needs a create program', path: ['create'] })
  }
  const workingDirectory = readShownText(specField(spec, 'workingDirectory') ?? '.')
  if (workingDirectory === null) problems.push({ code: 'wrong-type', message: 'workingDirectory must be text that may be shown', path: ['workingDirectory'] })
  if (problems.length > 0 || workingDirectory === null) return { ok: false, problems }
  return { ok: true, spec: { inputs, programs, workingDirectory } }
}

function isObjectOrUnknown(value: Value): boolean {
  if (value instanceof Sensitive) return isObjectOrUnknown(value.value)
  return value instanceof Unknown || isJsonObject(value)
}
