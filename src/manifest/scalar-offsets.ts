import { scalarStyles } from './places.ts'

/** Where each character of a scalar's value stands in its file; null where that cannot be said, as for folded text. */
export type ScalarOffsets = (index: number) => number

/** A text, and which of {@link scalarStyles} it is written in. */
export interface WrittenScalar {
  readonly value: string
  readonly style: number
}

/** Relates the characters of a scalar's value to the text of the file. `start` and `end` are the scalar's own. */
export function scalarOffsets({ value, style }: WrittenScalar, text: string, [start, end]: readonly [number, number]): ScalarOffsets | null {
  switch (style) {
    case scalarStyles.plain:
      return text.slice(start, end) === value ? (index) => start + index : null
    case scalarStyles.single:
      return table(value, singleQuoted(text, start + 1, end - 1))
    case scalarStyles.double:
      return table(value, doubleQuoted(text, start + 1, end - 1))
    case scalarStyles.literal:
      return table(value, blockLiteral(value, text, start))
    default:
      return null
  }
}

function table(value: string, offsets: readonly number[] | null): ScalarOffsets | null {
  // One offset for each character and one for the end: anything else shows that the text was read in another way than here.
  if (offsets?.length !== value.length + 1) return null
  return (index) => offsets[Math.min(index, value.length)] ?? 0
}

function singleQuoted(text: string, start: number, end: number): readonly number[] | null {
  const offsets: number[] = []
  for (let at = start; at < end; at++) {
    if (text[at] === '\n') return null
    offsets.push(at)
    if (text[at] === "'") at++
  }
  return [...offsets, end]
}

const escapeLengths: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 }

function doubleQuoted(text: string, start: number, end: number): readonly number[] | null {
  const offsets: number[] = []
  for (let at = start; at < end; at++) {
    const character = text[at]
    if (character === '\n') return null
    offsets.push(at)
    if (character !== '\\') continue
    const length = escapeLengths[text[at + 1] ?? ''] ?? 2
    if (length === 10 && Number.parseInt(text.slice(at + 2, at + 10), 16) > 0xffff) offsets.push(at)
    at += length - 1
  }
  offsets.push(end)
  return offsets
}

function blockLiteral(value: string, text: string, start: number): readonly number[] | null {
  const headerEnd = text.indexOf('\n', start)
  if (headerEnd === -1 || /[0-9]/.test(text.slice(start, headerEnd).replace(/#.*/, '')) || text.includes('\r')) return null
  const indent = /^(?: *\n)*( +)/.exec(text.slice(headerEnd + 1))?.[1]?.length
  if (indent === undefined) return null
  const offsets: number[] = []
  let lineStart = headerEnd + 1
  for (const line of value.split('\n')) {
    const lineEnd = text.indexOf('\n', lineStart)
    const contentStart = Math.min(lineStart + indent, lineEnd === -1 ? text.length : lineEnd)
    for (let column = 0; column <= line.length; column++) offsets.push(contentStart + column)
    lineStart = lineEnd === -1 ? text.length : lineEnd + 1
  }
  return offsets
}
