import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { isJsonObject, type Json } from '../../src/events/json.ts'

/** A published schema as its file has it. */
export function readSchema(name: string): Json {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas', name), 'utf8')) as Json
}

/**
 * Checks documents against a published schema, or one of its definitions. The schemas let readers of today read documents of tomorrow; here a
 * field that they do not describe is a mistake.
 */
export function publishedValidator(name: string, definition?: string): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false, inlineRefs: false })
  formats.default(ajv)
  for (const file of ['plan.schema.json', 'event.schema.json', 'output.schema.json']) ajv.addSchema(closed(readSchema(file)) as object, file)
  return ajv.compile({ $ref: definition === undefined ? name : `${name}#/definitions/${definition}` })
}

function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map((item) => closed(item as Json))
  if (!isJsonObject(schema)) return schema
  const parts = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, closed(part)]))
  return 'properties' in schema && 'required' in schema ? { ...parts, additionalProperties: false } : parts
}
