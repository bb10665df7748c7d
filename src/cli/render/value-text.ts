/** Longer strings are shown in part: nobody reads them, and a line holds only so much. In UTF-16 units. */
const maxShown = 2000

/** What people read for a value that only applying can tell. */
export const unknownText = '(known after apply)'

/** What people read for a value that must not be shown. */
export const sensitiveText = '(sensitive value)'

/** A string in quotes, with `\`, quotes and line ends escaped; a long one in part, with what is left out said. */
export function quoted(text: string, from = 0): string {
  const shown = text.slice(from, from + maxShown)
  const left = text.length - from - shown.length
  const notes = [...(from > 0 ? [`${from} characters before`] : []), ...(left > 0 ? [`${left} characters after`] : [])]
  return `"${escaped(shown)}"${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`
}

/** Two strings in quotes so that their first difference is in sight, however long they are. */
export function quotedPair(before: string, after: string): readonly [string, string] {
  if (Math.max(before.length, after.length) <= maxShown) return [quoted(before), quoted(after)]
  const from = Math.max(0, firstDifference(before, after) - 40)
  return [quoted(before, from), quoted(after, from)]
}

/** A scalar as HCL and JSON write it. */
export function scalarText(value: null | boolean | number | string): string {
  return typeof value === 'string' ? quoted(value) : String(value)
}

/** A key of a map: bare where HCL allows it, in quotes elsewhere. */
export function keyText(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : quoted(key)
}

function escaped(text: string): string {
  return text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')
}

function firstDifference(left: string, right: string): number {
  const end = Math.min(left.length, right.length)
  for (let index = 0; index < end; index++) if (left.charCodeAt(index) !== right.charCodeAt(index)) return index
  return end
}
