import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'

/**
 * The schema of a resource's document as somebody writes it: what defaults may bring is not required, and `overrides`, given as they are for
 * every kind, know the fields of `spec`, each of which null may take away. Other schemas stay as they are.
 */
export function documentPart(schema: JsonObject, everyOverrides: JsonObject): JsonObject {
  const { properties, required } = schema
  if (!isJsonObject(properties) || !isJsonObject(properties['spec']) || !('overrides' in properties) || !Array.isArray(required)) return schema
  const { spec } = properties
  const rest = Object.fromEntries(Object.entries(spec).filter(([key]) => key !== 'required' && key !== 'oneOf'))
  const overrides = { ...everyOverrides, additionalProperties: described(spec) }
  return { ...schema, properties: { ...properties, spec: rest, overrides }, required: (required as readonly Json[]).filter((name) => name !== 'spec') }
}

/** The fields of a mapping with what they are, of whatever type. */
function described(schema: JsonObject): JsonObject {
  const fields = Object.entries(object(schema['properties'])).map(([name, field]) => [name, isJsonObject(field) ? describedField(field) : field] as const)
  return { type: 'object', properties: Object.fromEntries(fields), additionalProperties: false }
}

function describedField(field: JsonObject): JsonObject {
  const { description = '', properties } = field
  if ('$ref' in field) return field
  return properties === undefined ? { description } : { ...described({ properties }), description, type: ['object', 'string', 'null'] }
}

function object(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}
