import type { Diagnostic, Report } from '../events/diagnostic.ts'
import { isJsonObject, type Json } from '../events/json.ts'
import type { Each, ResourceTemplate } from '../manifest/manifest.ts'
import { quoted, valueWords } from '../manifest/value-words.ts'

/** A key may stand where a name may stand. */
const keyPattern = /^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$/

/** The instances that an evaluated `forEach` stands for; null when it is none, which is reported. */
export function forEachKeys(value: Json, { locateField }: Pick<ResourceTemplate, 'locateField'>, report: Report): readonly Each[] | null {
  const entries = entriesOf(value)
  if (entries === null) {
    const message = `forEach must be a list or a mapping, not ${valueWords(value, null)}`
    report({ code: 'wrong-type', severity: 'error', message, at: locateField(['forEach']) })
    return null
  }
  const instances = new Map<string, Each>()
  for (const { key, value: item, step } of entries) {
    const problem = keyProblem(key, item, instances)
    if (problem === null) instances.set(String(key), { key: String(key), value: item })
    else report({ severity: 'error', ...problem, at: locateField(['forEach', step]) })
  }
  return instances.size === entries.length ? [...instances.values()] : null
}

interface Entry {
  /** Null for an item that cannot be a key. */
  readonly key: string | number | null
  readonly value: Json
  readonly step: string | number
}

function entriesOf(value: Json): readonly Entry[] | null {
  if (isJsonObject(value)) return Object.entries(value).map(([key, item]) => ({ key, value: item, step: key }))
  if (!Array.isArray(value)) return null
  return (value as readonly Json[]).map((item, step) => ({ key: typeof item === 'string' || typeof item === 'number' ? item : null, value: item, step }))
}

function keyProblem(key: Entry['key'], item: Json, instances: ReadonlyMap<string, Each>): Pick<Diagnostic, 'code' | 'message' | 'hint'> | null {
  if (key === null) {
    const hint = 'a list holds the keys themselves; write a mapping from keys to values for more'
    return { code: 'wrong-type', message: `an item of forEach must be a string or a number, not ${valueWords(item, null)}`, hint }
  }
  const text = String(key)
  if (!keyPattern.test(text)) {
    const hint = 'a key is at most 63 lower-case letters, digits, "-" and "_", with a letter or digit at both ends'
    return { code: 'invalid-name', message: `${quoted(text)} is not a valid key of forEach`, hint }
  }
  return instances.has(text) ? { code: 'duplicate-name', message: `the key ${quoted(text)} stands twice in forEach` } : null
}
