import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'
import { setOwn } from '../manifest/set-own.ts'

/** A schema with everything it refers to in other files put inside, under `definitions`, so that it can be used alone. */
export function standaloneSchema(name: string, schemas: Readonly<Record<string, JsonObject>>): JsonObject {
  const needed = new Set<string>()
  const root = rewritten(schemas[name] ?? {}, { own: '#', needed })
  const definitions: Record<string, Json> = isJsonObject(root) && isJsonObject(root['definitions']) ? { ...root['definitions'] } : {}
  for (const file of needed) setOwn(definitions, file, rewritten(schemas[file] ?? {}, { own: `#/definitions/${file}`, needed }))
  const whole = { ...(isJsonObject(root) ? root : {}) }
  return needed.size === 0 ? whole : { ...whole, definitions }
}

interface Rewriting {
  /** Where the file that is being rewritten stands in the whole. */
  readonly own: string
  /** Files that something refers to; grows. */
  readonly needed: Set<string>
}

function rewritten(schema: Json, options: Rewriting): Json {
  if (Array.isArray(schema)) return (schema as readonly Json[]).map((item) => rewritten(item, options))
  if (!isJsonObject(schema)) return schema
  const result: Record<string, Json> = {}
  for (const [key, part] of Object.entries(schema)) {
    setOwn(result, key, key === '$ref' && typeof part === 'string' ? reference(part, options) : rewritten(part, options))
  }
  return result
}

function reference(target: string, { own, needed }: Rewriting): string {
  const [file = '', pointer = ''] = target.split('#')
  if (file === '') return `${own}${pointer}`
  needed.add(file)
  return `#/definitions/${file}${pointer}`
}
