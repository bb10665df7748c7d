import { schemaFiles } from '../src/coordinator/schema-files.ts'
import { isJsonObject, type Json, type JsonObject } from '../src/events/json.ts'
import { kindsNotYetSupported } from '../src/manifest/kinds.ts'
import { typeWords } from '../src/manifest/value-words.ts'

/** A field as it stands in a table. */
interface Row {
  readonly name: string
  readonly type: string
  readonly standard: string
  readonly meaning: string
}

interface Place {
  /** The file that the schema stands in. */
  readonly file: string
  /** Of the field that it describes; empty for a whole document. */
  readonly name: string
  readonly required: boolean
}

const kinds = ['project.json', 'environment.json', 'file.json', 'command.json', 'terraform-stack.json', 'health-check.json'] as const
const resourceKinds: readonly string[] = kinds.slice(2)
/** What every document has, and is said once. */
const common = new Set(['apiVersion', 'kind'])
const expressionPattern = '\\$\\{'

/** The text of docs/reference.md: every field of every kind of document, and of the settings, as the schemas have it. */
export function referencePage(): string {
  const shared = rowsOf('file.json').filter(({ name }) => !name.startsWith('spec'))
  const sections = kinds.map((file) => {
    const rows = rowsOf(file).filter(({ name }) => !resourceKinds.includes(file) || name.startsWith('spec'))
    return section(text(schemaFiles[file]?.['title']), text(schemaFiles[file]?.['description']), withoutCommon(rows))
  })
  const settings = section('config/coordination.yaml', text(schemaFiles['coordination.json']?.['description']), rowsOf('coordination.json'))
  return [
    head,
    section('Every document', 'What all of them have.', rowsOf('document.json')),
    section('Every resource', 'What all kinds of resources have, beside their `spec`.', withoutCommon(shared)),
    ...sections,
    settings,
    `## Not yet supported kinds\n\nThey belong to the design, and are refused: ${kindsNotYetSupported.map(code).join(', ')}.\n`,
  ].join('\n')
}

const head = `# Reference

Every field, as the published schemas have it. Written by \`node scripts/write-reference-page.ts\`; [manifest.md](manifest.md) is the guide, with examples.

Within \`spec\` of a resource every value may also be an expression, \`\${…}\`, that gives one of the type: see [expressions.md](expressions.md). \`[]\` stands for each
item of a list.
`

function section(title: string, about: string, rows: readonly Row[]): string {
  const lines = rows.map(({ name, type, standard, meaning }) => `| ${code(name)} | ${cell(type)} | ${cell(standard)} | ${cell(meaning)} |`)
  return [`## ${title}`, '', about, '', '| field | type | default | meaning |', '|---|---|---|---|', ...lines, ''].join('\n')
}

function withoutCommon(rows: readonly Row[]): readonly Row[] {
  return rows.filter(({ name }) => !common.has(name))
}

function rowsOf(file: string): readonly Row[] {
  return [...fieldRows(schemaFiles[file] ?? {}, { file, name: '', required: true })]
}

function* fieldRows(part: JsonObject, place: Place): Generator<Row> {
  const { schema, file } = resolved(part, place.file)
  const { name } = place
  if (name !== '') yield row(schema, { ...place, file })
  // What kinds have in their defaults is what they have anyway.
  if (name === 'spec.defaults') return
  yield* partRows(schema, { file, prefix: name === '' ? '' : `${name}.` })
  for (const [key, step] of [
    ['items', '[].'],
    ['additionalProperties', '.NAME.'],
  ] as const) {
    const below = resolved(object(schema[key]), file)
    yield* partRows(below.schema, { file: below.file, prefix: `${name}${step}` })
  }
}

/** The fields of a mapping, in each of the forms that it may have. */
function* partRows(schema: JsonObject, { file, prefix }: { readonly file: string; readonly prefix: string }): Generator<Row> {
  const isOneForm = ![schema['type'] ?? []].flat().includes('array')
  const required = isOneForm ? texts(schema['required']) : []
  for (const [key, field] of Object.entries(object(schema['properties']))) {
    if (isJsonObject(field)) yield* fieldRows(field, { file, name: `${prefix}${key}`, required: required.includes(key) })
  }
  for (const form of list(schema['oneOf'])) if (isJsonObject(form) && 'properties' in form) yield* partRows(form, { file, prefix })
  for (const key of texts(schema['x-not-yet'])) yield { name: `${prefix}${key}`, type: '', standard: '', meaning: '*Not yet supported.*' }
}

function row(schema: JsonObject, { file, name, required }: Place): Row {
  const [meaning, standard] = withoutDefault(text(schema['description']))
  const later = [...texts(schema['x-not-yet-values']).map(code), ...texts(Object.values(object(schema['x-not-yet-types'])))]
  return {
    name,
    type: typeText(schema, file),
    standard: required ? '*required*' : standard,
    meaning: [meaning, ...choices(schema), ...(later.length > 0 ? [`*Not yet supported:* ${later.join(', ')}.`] : [])].join(' '),
  }
}

/** A description in two: what it says, and the default that it names. */
function withoutDefault(description: string): readonly [string, string] {
  const match = /(?: |^)Default: (.+?)\.(?= |$)/.exec(description)
  return match === null ? [description, ''] : [description.replace(match[0], ''), match[1] ?? '']
}

function choices(schema: JsonObject): readonly string[] {
  const described = texts(schema['enumDescriptions'])
  return texts(schema['enum']).map((value, index) => `${code(value)}: ${lowerFirst(described[index] ?? '')}`)
}

function lowerFirst(sentence: string): string {
  return /^[A-Z][a-z ]/.test(sentence) ? `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}` : sentence
}

function typeText(schema: JsonObject, file: string): string {
  if (schema['const'] !== undefined) return code(text(schema['const']))
  if (schema['enum'] !== undefined) return texts(schema['enum']).map(code).join(' or ')
  if (schema['x-code'] === 'invalid-name') return 'a name'
  const expected = schema['x-expects']
  const types = [schema['type'] ?? []].flat().map(String)
  const own = schema['pattern'] === expressionPattern ? types.filter((type) => type !== 'string') : types
  if (typeof expected === 'string' && (own.length === 1 || own.length === 2)) return expected
  const words = own.map((type) => (type === 'array' ? listWords(schema, file) : typeWords([type])))
  return [...words.filter((word) => word !== ''), ...bounds(schema)].join(' or ').replaceAll(' or at ', ', at ').replaceAll(' or more than', ', more than')
}

function listWords(schema: JsonObject, file: string): string {
  const items = resolved(object(schema['items']), file).schema
  const types = [items['type'] ?? []].flat().map(String)
  const plural: Readonly<Record<string, string>> = { string: 'strings', number: 'numbers', object: 'mappings' }
  return types.length === 0 ? 'a list' : `a list of ${types.map((type) => plural[type] ?? type).join(' or ')}`
}

function bounds(schema: JsonObject): readonly string[] {
  const of = (keyword: string, words: string) => (typeof schema[keyword] === 'number' ? [`${words} ${schema[keyword].toLocaleString('en')}`] : [])
  return [...of('minimum', 'at least'), ...of('exclusiveMinimum', 'more than'), ...of('maximum', 'at most')]
}

function resolved(part: JsonObject, file: string): { readonly schema: JsonObject; readonly file: string } {
  const target = part['$ref']
  if (typeof target !== 'string') return { schema: part, file }
  const [name = '', pointer = ''] = target.split('#')
  const next = name === '' ? file : name
  let schema: JsonObject = schemaFiles[next] ?? {}
  for (const key of pointer.split('/').slice(1)) schema = object(schema[key])
  return resolved(schema, next)
}

function code(word: string): string {
  return `\`${word}\``
}

function cell(words: string): string {
  return words.replaceAll('|', '\\|')
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function object(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

function texts(value: Json | undefined): readonly string[] {
  return list(value).flatMap((item) => (typeof item === 'string' ? [item] : []))
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}
