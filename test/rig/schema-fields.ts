import { isJsonObject, type Json, type JsonObject } from '../../src/events/json.ts'
import { schemaFiles } from '../../src/coordinator/schema-files.ts'

/** A field of a schema. */
export interface SchemaField {
  /** From the top of the document; `*` stands for any key of a mapping, `[]` for an item of a list. */
  readonly path: readonly string[]
  /** With what it refers to put in its place. */
  readonly schema: JsonObject
}

/** Every field of a schema file, at every depth, with those of other files that it refers to. */
export function schemaFields(file: string): readonly SchemaField[] {
  return [...fieldsOf(resolved({ $ref: file }, file), { path: [], inside: [] })]
}

interface Found {
  readonly schema: JsonObject
  /** The file that it stands in. */
  readonly file: string
}

interface Place {
  readonly path: readonly string[]
  /** What it is inside of: a schema that refers to itself ends there. */
  readonly inside: readonly JsonObject[]
}

function* fieldsOf({ schema, file }: Found, { path, inside }: Place): Generator<SchemaField> {
  if (inside.includes(schema)) return
  const below = (part: Json, ...steps: readonly string[]) =>
    isJsonObject(part) ? fieldsOf(resolved(part, file), { path: [...path, ...steps], inside: [...inside, schema] }) : []
  for (const [name, part] of Object.entries(objectAt(schema, 'properties'))) {
    yield { path: [...path, name], schema: isJsonObject(part) ? resolved(part, file).schema : {} }
    yield* below(part, name)
  }
  yield* below(schema['additionalProperties'] ?? null, '*')
  yield* below(schema['items'] ?? null, '[]')
  for (const part of Array.isArray(schema['oneOf']) ? (schema['oneOf'] as readonly Json[]) : []) yield* below(part)
}

/** What somebody reads of a field; empty for nothing. */
export function describedAs({ schema }: SchemaField): string {
  return typeof schema['description'] === 'string' ? schema['description'] : ''
}

function resolved(part: JsonObject, file: string): Found {
  const target = part['$ref']
  if (typeof target !== 'string') return { schema: part, file }
  const [name = '', pointer = ''] = target.split('#')
  const next = name === '' ? file : name
  let schema: JsonObject = schemaFiles[next] ?? {}
  for (const key of pointer.split('/').slice(1)) schema = objectAt(schema, key)
  return resolved(schema, next)
}

function objectAt(schema: JsonObject, key: string): JsonObject {
  const part = schema[key]
  return isJsonObject(part) ? part : {}
}
