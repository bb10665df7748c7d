import { isJsonObject, type JsonObject } from '../../events/json.ts'
import { quoteBeginning } from '../quote-beginning.ts'

/** The most a program may answer, in bytes. */
export const maxAnswerBytes = 1024 * 1024

const maxDepth = 64

/** What a program's standard output says. `message` fits behind "it answered with". */
export type ParsedAnswer =
  | { readonly kind: 'object'; readonly object: JsonObject }
  | { readonly kind: 'null' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'bad'; readonly message: string; readonly notJson: boolean }

/** Reads an answer. Nothing but a JSON object, `null` and nothing at all are answers. */
export function parseAnswer(text: string): ParsedAnswer {
  const trimmed = text.trim()
  if (trimmed === '') return { kind: 'empty' }
  if (trimmed === 'null') return { kind: 'null' }
  if (Buffer.byteLength(text) > maxAnswerBytes) return bad(`more than ${maxAnswerBytes / 1024 / 1024} MiB`)
  if (nestingDepth(trimmed) > maxDepth) return bad(`JSON nested deeper than ${maxDepth} levels`)
  const inexact: string[] = []
  const value = parse(trimmed, inexact)
  if (value === undefined) return { ...bad('text that is not JSON'), notJson: true }
  if (!isJsonObject(value)) return bad('JSON that is no object')
  if (inexact[0] !== undefined) return bad(`the number ${quoteBeginning(inexact[0])}, which cannot be kept exactly: print it as a string`)
  return { kind: 'object', object: value }
}

function bad(message: string): Extract<ParsedAnswer, { kind: 'bad' }> {
  return { kind: 'bad', message, notJson: false }
}

function parse(text: string, inexact: string[]): unknown {
  try {
    return JSON.parse(text, (_, value: unknown, context?: { readonly source?: string }) => {
      if (typeof value === 'number' && !isExact(value)) inexact.push(context?.source ?? String(value))
      return value
    })
  } catch {
    return undefined
  }
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
}

/** How deep brackets are nested, those inside strings left out. Looked at before parsing: what walks the value afterwards recurses. */
function nestingDepth(text: string): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (inString && character === '\\') index++
    else if (character === '"') inString = !inString
    else if (!inString && (character === '{' || character === '[')) deepest = Math.max(deepest, ++depth)
    else if (!inString && (character === '}' || character === ']')) depth--
  }
  return deepest
}
