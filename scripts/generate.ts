/** Makes `src/generated/` out of `schemas/`: TypeScript types and validators that need no compiling at run time. Does nothing when it is up to date. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Schema = Readonly<Record<string, unknown>>

const root = join(import.meta.dirname, '..')
const schemaFolder = join(root, 'schemas')
const target = join(root, 'src/generated')

/** Ends a pattern that an expression satisfies, too; alone it is a pattern of expressions only. */
const expressionPattern = '\\$\\{'

const documents = {
  project: 'project.json',
  environment: 'environment.json',
  file: 'file.json',
  command: 'command.json',
  terraformStack: 'terraform-stack.json',
  healthCheck: 'health-check.json',
  coordination: 'coordination.json',
} as const
/** What other schemas refer to, besides each other. */
const sharedSchemas = ['definitions.json', 'defaults.json'] as const
const kindsWithSpec = ['file', 'command', 'terraformStack', 'healthCheck'] as const

const stamp = `// ${inputDigest()}\n`
if (!isUpToDate()) await generate()

function inputDigest(): string {
  const hash = createHash('sha256')
    .update(readFileSync(import.meta.filename))
    .update(readFileSync(join(root, 'package.json')))
  for (const name of [...sharedSchemas, ...Object.values(documents)]) hash.update(name).update(readFileSync(join(schemaFolder, name)))
  return hash.digest('hex')
}

function isUpToDate(): boolean {
  // The declarations are written last: they stand for the others.
  const path = join(target, 'validators.d.ts')
  return existsSync(path) && readFileSync(path, 'utf8').startsWith(stamp)
}

async function generate(): Promise<void> {
  mkdirSync(target, { recursive: true })
  const validators = await validatorCode()
  const types = await typeCode()
  write('validators.js', validators)
  write('spec-fields.ts', fieldCode())
  write('types.ts', types)
  write('validators.d.ts', declarationCode())
}

async function validatorCode(): Promise<string> {
  const { Ajv } = await import('ajv')
  const { default: standaloneCode } = await import('ajv/dist/standalone/index.js')
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    messages: false,
    strictRequired: false,
    allowUnionTypes: true,
    code: { source: true, esm: true, lines: true },
  })
  ajv.addVocabulary(['x-code', 'x-expects', 'x-not-yet', 'x-not-yet-types', 'x-not-yet-values', 'x-path', 'enumDescriptions'])
  for (const file of [...sharedSchemas, ...kindsWithSpec.map((name) => documents[name])]) ajv.addSchema(readSchema(file), file)
  const names: Record<string, string> = {}
  for (const [name, file] of Object.entries(documents)) {
    ajv.addSchema(readSchema(file), name)
    names[name] = name
  }
  for (const name of kindsWithSpec) {
    ajv.addSchema(specSchema(name), `${name}Spec`)
    names[`${name}Spec`] = `${name}Spec`
  }
  // @ts-expect-error The package's declaration of its default export does not fit ES modules.
  const code = String(standaloneCode(ajv, names))
  if (code.includes('require(')) throw new Error('a validator needs code of ajv at run time: use "pattern" instead of the keyword that does')
  return code
}

async function typeCode(): Promise<string> {
  const { compile } = await import('json-schema-to-typescript')
  const documentSchemas = Object.values(documents).map((file) => [documentTitle(file), withFreeSpec(readSchema(file))] as const)
  const specSchemas = kindsWithSpec.map((name) => [specTitle(name), withoutOneOf(specSchema(name))] as const)
  const all = [...documentSchemas, ...specSchemas]
  const schema = {
    title: 'Generated',
    description: 'Everything in here, by its name.',
    type: 'object' as const,
    properties: Object.fromEntries(all.map(([title, part]) => [title, { ...part, title }])),
    required: all.map(([title]) => title),
    additionalProperties: false,
  }
  return compile(schema, 'Generated', { bannerComment: '', cwd: `${schemaFolder}/`, format: false })
}

function declarationCode(): string {
  const titles = [
    ...Object.entries(documents).map(([name, file]) => [name, documentTitle(file)] as const),
    ...kindsWithSpec.map((name) => [`${name}Spec`, specTitle(name)] as const),
  ]
  return [
    `import type { ErrorObject } from 'ajv'`,
    `import type { ${titles.map(([, title]) => title).join(', ')} } from './types.ts'`,
    `export interface Validator<T> { (data: unknown): data is T; readonly errors?: readonly ErrorObject[] | null }`,
    ...titles.map(([name, title]) => `export declare const ${name}: Validator<${title}>`),
    '',
  ].join('\n')
}

/** What code has to know of the fields of each kind's `spec`. */
function fieldCode(): string {
  const specs = kindsWithSpec.map(
    (name) => [String(readSchema(documents[name])['title']), (readSchema(documents[name]) as { properties: { spec: Schema } }).properties.spec] as const,
  )
  const fields = Object.fromEntries(specs.map(([title, spec]) => [title, Object.keys(spec['properties'] as Schema)]))
  const paths = Object.fromEntries(specs.map(([title, spec]) => [title, [...pathsIn(spec, [])]]))
  return [
    '/** The fields of `spec`, by kind. */',
    `export const specFields: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(fields)}`,
    '/** Where in `spec` a path stands that is relative to the file that says it; `*` is every item of a list. */',
    `export const pathFields: Readonly<Record<string, readonly (readonly string[])[]>> = ${JSON.stringify(paths)}`,
    '',
  ].join('\n')
}

function* pathsIn(schema: Schema, path: readonly string[]): Generator<readonly string[]> {
  if (schema['x-path'] === true) yield path
  for (const [name, field] of Object.entries((schema['properties'] ?? {}) as Schema)) yield* pathsIn(field as Schema, [...path, name])
  if (schema['items'] !== undefined) yield* pathsIn(schema['items'] as Schema, [...path, '*'])
}

function documentTitle(file: string): string {
  const title = String(readSchema(file)['title'])
  return title.endsWith('File') && title !== 'File' ? title : `${title}Document`
}

function specTitle(name: (typeof kindsWithSpec)[number]): string {
  return `${String(readSchema(documents[name])['title'])}Spec`
}

/** A resource's spec has its type only once it is evaluated. */
function withFreeSpec(schema: Schema): Schema {
  const properties = schema['properties'] as Schema
  if (!('overrides' in properties)) return schema
  return { ...schema, properties: { ...properties, spec: { type: 'object' } } }
}

function withoutOneOf(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== 'oneOf'))
}

function readSchema(file: string): Schema {
  return JSON.parse(readFileSync(join(schemaFolder, file), 'utf8')) as Schema
}

/** The schema of a kind's `spec` once its expressions are evaluated: an expression is nothing special any more. */
function specSchema(name: (typeof kindsWithSpec)[number]): Schema {
  const { properties } = readSchema(documents[name]) as { properties: { spec: Schema } }
  return withoutExpressions(properties.spec) as Schema
}

function withoutExpressions(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutExpressions)
  if (typeof part !== 'object' || part === null) return part
  const result: Record<string, unknown> = {}
  const { pattern } = part as { pattern?: unknown }
  for (const [key, value] of Object.entries(part)) {
    if (pattern === expressionPattern && key === 'pattern') continue
    if (pattern === expressionPattern && key === 'type' && Array.isArray(value)) result[key] = value.find((type) => type !== 'string')
    else if (key === 'pattern' && typeof value === 'string') result[key] = value.replace(`|${expressionPattern}`, '')
    else result[key] = withoutExpressions(value)
  }
  return result
}

/** Whole or not at all: tests may be reading the old ones. */
function write(name: string, code: string): void {
  const temporary = join(target, `.${name}.${process.pid}`)
  writeFileSync(temporary, stamp + code)
  renameSync(temporary, join(target, name))
}
