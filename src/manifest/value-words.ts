import type { DocumentPath } from './yaml-document.ts'

const longestQuote = 60

/** A path as people write it: `spec.create[0]`, `metadata.labels["a b"]`. */
export function pathText(path: DocumentPath): string {
  let text = ''
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`
    else if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(segment)) text += text === '' ? segment : `.${segment}`
    else text += `[${JSON.stringify(segment.slice(0, longestQuote))}]`
  }
  return text
}

/** A value in a sentence: `the number 1.30`, `the string "x"`, `a list`. `written` is how the file has it. */
export function valueWords(value: unknown, written: string | null): string {
  if (typeof value === 'string') return `the string ${quoted(value)}`
  if (typeof value === 'number') return `the number ${written ?? String(value)}`
  return typeof value === 'boolean' ? String(value) : kindWords(value)
}

/** What sort of value it is, without the value: for secrets. */
export function kindWords(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a mapping' : typeWords([typeof value])
}

/** JSON Schema's types in words: `a mapping or a string`. */
export function typeWords(types: readonly string[]): string {
  return types.map((type) => words[type] ?? type).join(' or ')
}

/** A text in double quotes, on one line and cut where it is long. */
export function quoted(text: string): string {
  return text.length > longestQuote ? `${JSON.stringify(text.slice(0, longestQuote))}…` : JSON.stringify(text)
}

const words: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a string',
  boolean: 'true or false',
  number: 'a number',
  integer: 'an integer',
  null: 'empty',
}
