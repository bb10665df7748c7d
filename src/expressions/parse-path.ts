import type { Node } from './syntax.ts'

const stepsAtMost = 32
const indexDigitsAtMost = 9

/** Words the language keeps for itself as a first name, and those that are never a name. */
const reserved = new Set('as break const continue else for function if import let loop package namespace return var void while __proto__ prototype'.split(' '))
const literals = new Set(['true', 'false', 'null', 'in'])

/**
 * Parses an expression that is only a path, `resources.network.outputs.ids[0]`: a name, then members, whole-number indexes and plain
 * quoted keys, with no space inside. Much faster than the full parser and without loading it; null for everything else, also for wrong
 * paths. Gives exactly the tree the full parser gives.
 */
export function parsePath(text: string): Node | null {
  const from = skipSpace(text, 0)
  let to = endOfName(text, from)
  const root = text.slice(from, to)
  if (to === from || reserved.has(root) || literals.has(root)) return null
  let node: Node = { kind: 'name', name: root, from, to }
  for (let steps = 0; steps <= stepsAtMost; steps++) {
    const next = text[to]
    if (next !== '.' && next !== '[') return skipSpace(text, to) === text.length ? node : null
    const stepped: Node | null = next === '.' ? member(text, to + 1, node) : index(text, to + 1, node)
    if (stepped === null) return null
    node = stepped
    to = node.to
  }
  return null
}

function member(text: string, start: number, of: Node): Node | null {
  const to = endOfName(text, start)
  const name = text.slice(start, to)
  return to === start || literals.has(name) ? null : { kind: 'member', of, name, optional: false, from: of.from, to }
}

function index(text: string, start: number, of: Node): Node | null {
  const key = text[start] === '"' || text[start] === "'" ? quotedKey(text, start) : wholeNumber(text, start)
  if (key === null || text[key.to] !== ']') return null
  const literal: Node = { kind: 'literal', value: key.value, from: start, to: key.to }
  return { kind: 'index', of, index: literal, optional: false, from: of.from, to: key.to + 1 }
}

function quotedKey(text: string, start: number): { readonly value: string; readonly to: number } | null {
  const end = text.indexOf(text.slice(start, start + 1), start + 1)
  const value = text.slice(start + 1, end)
  return end === -1 || /[\\\r\n]/.test(value) ? null : { value, to: end + 1 }
}

function wholeNumber(text: string, start: number): { readonly value: bigint; readonly to: number } | null {
  let to = start
  while (isDigit(text.charCodeAt(to))) to++
  if (to === start || to - start > indexDigitsAtMost) return null
  return { value: BigInt(text.slice(start, to)), to }
}

function endOfName(text: string, start: number): number {
  let at = start
  if (isDigit(text.charCodeAt(at))) return at
  while (isWord(text.charCodeAt(at))) at++
  return at
}

function skipSpace(text: string, start: number): number {
  let at = start
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r') at++
  return at
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code) || code === 95
}
