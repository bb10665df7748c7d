import type { Diagnostic, Report } from '../events/diagnostic.ts'
import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'
import type { Layer } from './layers.ts'
import { collections, scalarStyles, type Places } from './places.ts'
import { setOwn } from './set-own.ts'
import type { SetWord } from './set-word.ts'
import type { SourceText } from './source-text.ts'
import { YamlDocument } from './yaml-document.ts'
import type { ReadFile } from './yaml-file.ts'

/** What reading the value of a word needs. */
export interface SetLayerOptions {
  /** All words, one a line. */
  readonly source: SourceText
  readonly readYaml: ReadFile
  readonly report: Report
}

/** A value that is written, and the places of its parts. */
interface SetValue {
  readonly value: Json
  readonly places: Places
}

/** A key of the path that leads to the value, and where it is written. */
interface Key {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** The layer that a word of `--set` is: its value as YAML has it in one line, below the keys of its path. */
export function setLayer(word: SetWord, options: SetLayerOptions): Layer {
  const { source } = options
  const keys = word.path.map(({ key, from, to }) => ({ name: key, from: word.from + from, to: word.from + to }))
  const { value, places } = nested(valueOf(word, options), [{ name: 'spec', from: word.from, to: (keys[0]?.from ?? word.valueFrom) - 1 }, ...keys], word)
  return { kind: 'set', environment: word.environment, value, source: new YamlDocument({ value, source, places }), inDocument: (path) => path }
}

/** What begins like a list, a mapping or a quoted text is one; all else is one plain scalar, also where YAML would read more into it. */
function valueOf(word: SetWord, { source, readYaml, report }: SetLayerOptions): SetValue {
  const written = source.text.slice(word.valueFrom, word.to)
  const blank = source.text.slice(0, word.valueFrom).replaceAll(/[^\n]/g, ' ')
  const file = { path: source.file, text: blank + written }
  if (/^\s*[[{"']/.test(written)) {
    const [document] = readYaml(file, report).documents
    return document === undefined ? plainText(word, null) : document
  }
  if (/^(?:null|~)$/.test(written)) return plainText(word, null)
  const said: Diagnostic[] = []
  const [document] = readYaml(file, (diagnostic) => said.push(diagnostic)).documents
  if (document === undefined || typeof document.value === 'object' || document.writtenAt([]) !== written) return plainText(word, written)
  // YAML would fold lines.
  if (typeof document.value === 'string') return plainText(word, written)
  said.forEach(report)
  return document
}

function plainText({ valueFrom, to }: SetWord, value: string | null): SetValue {
  return { value, places: { table: [valueFrom, to, scalarStyles.plain], root: 0 } }
}

function nested({ value, places }: SetValue, keys: readonly Key[], { from, to }: SetWord): { readonly value: JsonObject; readonly places: Places } {
  const table = [...places.table]
  let { root } = places
  let whole: Json = value
  for (const key of keys.toReversed()) {
    table.push(from, to, collections.map, key.from, key.to, root)
    root = table.length - 6
    const above: Record<string, Json> = {}
    setOwn(above, key.name, whole)
    whole = above
  }
  return { value: isJsonObject(whole) ? whole : {}, places: { table, root } }
}
