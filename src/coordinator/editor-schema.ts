import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'
import { setOwn } from '../manifest/set-own.ts'
import { typeWords } from '../manifest/value-words.ts'

/** The pattern of texts that stand for a value of another type. */
const expressionPattern = '\\$\\{'

/**
 * A schema with what editors know beside the standard: descriptions as Markdown, and words instead of patterns in their messages. What it
 * allows is the same.
 */
export function editorSchema(schema: JsonObject): JsonObject {
  const result: Record<string, Json> = {}
  for (const [key, part] of Object.entries(schema)) {
    setOwn(result, key, forEditors(part))
    if (key === 'description' && typeof part === 'string') result['markdownDescription'] = part
  }
  const expects = expected(schema)
  return expects === null ? result : { ...result, patternErrorMessage: `This must be ${expects}.` }
}

function forEditors(part: Json): Json {
  if (Array.isArray(part)) return (part as readonly Json[]).map(forEditors)
  return isJsonObject(part) ? editorSchema(part) : part
}

/** What a value that fits the pattern is; null where nothing is known. */
function expected({ pattern, type, 'x-expects': expects }: JsonObject): string | null {
  if (typeof pattern !== 'string') return null
  if (typeof expects === 'string') return expects
  if (pattern !== expressionPattern) return null
  const types = [type ?? []].flat().filter((name) => typeof name === 'string' && name !== 'string')
  return `${typeWords(types.map(String))}, or an expression`
}
