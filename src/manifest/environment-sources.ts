import { posix } from 'node:path'
import type { Report } from '../events/diagnostic.ts'
import { isJsonObject, type JsonObject } from '../events/json.ts'
import { objectAt, ownValue, stringList } from './json-parts.ts'
import type { Layers } from './layers.ts'
import type { EnvironmentDeclaration } from './manifest.ts'
import type { SourceOrigin, ValueSource } from './value-source.ts'
import type { DocumentPath } from './yaml-document.ts'

/** Variables that would lead Terraform to another workspace, folder or set of arguments: it never gets them. */
const ownVariables = /^(?:TF_CLI_ARGS.*|TF_WORKSPACE|TF_DATA_DIR)$/u

/** Whether an environment may set a variable of that name for its programs. */
export function isOwnVariable(name: string): boolean {
  return ownVariables.test(name)
}

/** What an environment takes from elsewhere, and the plain `env` beside it. Of what is not valid by the schema as much as can be read. */
export function readSources(layers: Layers): Pick<EnvironmentDeclaration, 'env' | 'credentials' | 'secrets'> {
  const spec = objectAt(layers.value, 'spec')
  const env: Record<string, string | ValueSource> = {}
  for (const [name, value] of Object.entries(objectAt(spec, 'env'))) {
    const found = typeof value === 'string' ? value : sourceAt(layers, ['spec', 'env', name])
    if (found !== null) env[name] = found
  }
  const secrets: Record<string, ValueSource> = {}
  for (const name of Object.keys(objectAt(spec, 'secrets'))) {
    const found = sourceAt(layers, ['spec', 'secrets', name])
    if (found !== null) secrets[name] = found
  }
  const credentials = { plan: sourceAt(layers, ['spec', 'credentials', 'plan']), apply: sourceAt(layers, ['spec', 'credentials', 'apply']) }
  return { env, credentials, secrets }
}

/** A source is said as a whole: of several layers the strongest counts, and two are never mixed. */
function sourceAt(layers: Layers, path: DocumentPath): ValueSource | null {
  const said = layers.at(path).at(-1)
  if (said === undefined || !isJsonObject(said.value)) return null
  const origin = originOf(said.value)
  const pointer = ownValue(said.value, 'pointer')
  if (origin === null) return null
  return { origin, pointer: typeof pointer === 'string' ? pointer : null, folder: folderOf(said.at.file), at: said.at }
}

function originOf(source: JsonObject): SourceOrigin | null {
  const name = ownValue(source, 'fromEnv')
  if (typeof name === 'string') return { kind: 'variable', name }
  const path = ownValue(source, 'fromFile')
  if (typeof path === 'string') return { kind: 'file', path }
  const [program, ...rest] = stringList(source, 'fromCommand')
  return program === undefined ? null : { kind: 'program', argv: [program, ...rest] }
}

function folderOf(file: string): string {
  const folder = posix.dirname(file)
  return folder === '.' ? '' : folder
}

/** Reports what one document says and a schema cannot refuse. */
export function checkSources(environment: EnvironmentDeclaration, report: Report): void {
  for (const name of Object.keys(environment.env)) {
    if (!isOwnVariable(name)) continue
    const message = `${name} is set by Genesis, so env cannot set it`
    const hint = name === 'TF_WORKSPACE' ? 'spec.workspace of a stack chooses the workspace' : 'take it away'
    report({ code: 'invalid-value', severity: 'error', message, hint, at: environment.locate(['spec', 'env', name]) })
  }
  for (const { path, argv, at } of programsOf(environment)) {
    const [program] = argv
    if (program === '' || (program.includes('/') && !/^(?:\/|\.\.?\/)/u.test(program))) {
      const message = program === '' ? `${path} names no program` : `${program} is neither a name nor a path`
      const hint = program === '' ? 'the first part is the program' : `for a path write ./${program}`
      report({ code: 'invalid-value', severity: 'error', message, hint, at })
    }
  }
}

function programsOf({
  env,
  secrets,
  credentials,
}: EnvironmentDeclaration): readonly { path: string; argv: readonly [string, ...string[]]; at: ValueSource['at'] }[] {
  const all: readonly (readonly [string, string | ValueSource | null])[] = [
    ...Object.entries(env).map(([name, value]) => [`env.${name}`, value] as const),
    ...Object.entries(credentials).map(([name, value]) => [`credentials.${name}`, value] as const),
    ...Object.entries(secrets).map(([name, value]) => [`secrets.${name}`, value] as const),
  ]
  return all.flatMap(([path, source]) =>
    source !== null && typeof source !== 'string' && source.origin.kind === 'program' ? [{ path, argv: source.origin.argv, at: source.at }] : [],
  )
}
