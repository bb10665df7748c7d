import type { Json } from '../../events/json.ts'
import { sourceWords, type ValueSource } from '../../manifest/value-source.ts'
import type { Fetched } from './fetched.ts'
import { followPointer } from '../../plan/json-pointer.ts'
import { readSourceFile } from './read-source-file.ts'
import { runSource } from './run-source.ts'
import type { SourceContext } from './source-context.ts'

/** Fetches a value: the text without one line end at its end, or what the pointer leads to in it. Never null. */
export async function fetchValue(source: ValueSource, context: SourceContext): Promise<Fetched<Json>> {
  const text = await fetchText(source, context)
  if (!text.ok) return text
  const trimmed = text.value.replace(/\r?\n$/u, '')
  if (source.pointer === null) {
    // A program that found nothing often says so by printing nothing: no value is never a value.
    return trimmed === '' ? { ok: false, message: `${sourceWords(source)} gives nothing` } : { ok: true, value: trimmed }
  }
  const parsed = parse(trimmed)
  if (parsed === undefined) return { ok: false, message: `${sourceWords(source)} gives no JSON, which a pointer needs` }
  const pointed = followPointer(parsed, source.pointer)
  if (!pointed.ok) return { ...pointed, message: `${sourceWords(source)} gives JSON, but ${pointed.message}` }
  const { value } = pointed
  if (value !== null && value !== '') return pointed
  return { ok: false, message: `${sourceWords(source)} gives ${value === null ? 'null' : 'an empty text'} at ${source.pointer}` }
}

/** The same as text, for a variable of a program. */
export async function fetchVariable(source: ValueSource, context: SourceContext): Promise<Fetched<string>> {
  const fetched = await fetchValue(source, context)
  if (!fetched.ok) return fetched
  const { value } = fetched
  if (typeof value === 'object') return { ok: false, message: `${sourceWords(source)} gives a list or a mapping, and a variable is a text` }
  const text = String(value)
  return text.includes('\0') ? { ok: false, message: `${sourceWords(source)} gives a text that no variable can hold` } : { ok: true, value: text }
}

/** JSON; undefined for what is none. */
export function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** Two pointers into what one program prints are one run of it. */
function fetchText(source: ValueSource, context: SourceContext): Promise<Fetched<string>> {
  const { remembered } = context
  if (remembered === null) return readOrigin(source, context)
  const key = JSON.stringify([source.origin, source.folder])
  const known = remembered.get(key) ?? readOrigin(source, context)
  remembered.set(key, known)
  return known
}

function readOrigin(source: ValueSource, context: SourceContext): Promise<Fetched<string>> {
  const { origin } = source
  switch (origin.kind) {
    case 'variable': {
      const value = context.outside[origin.name]
      if (value !== undefined) return Promise.resolve({ ok: true, value })
      return Promise.resolve({ ok: false, message: `the variable ${origin.name} is not set`, hint: `set ${origin.name} where Genesis is started` })
    }
    case 'file':
      return readSourceFile({ path: origin.path, folder: source.folder }, context)
    case 'program':
      return runSource({ argv: origin.argv, folder: source.folder }, context)
    default:
      return origin satisfies never
  }
}
