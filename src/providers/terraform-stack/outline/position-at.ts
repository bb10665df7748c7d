import type { Position } from '../../../events/diagnostic.ts'

/** Where an offset of a text is, counted in UTF-16 units. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1, offset }
}
