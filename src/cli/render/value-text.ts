/** Longer strings are shown in part: nobody reads them, and a line holds only so much. In UTF-16 units. */
const maxShown = 2000

/** What people read for a value that only applying can tell. */
export const unknownText = '(known after apply)'

/** What people read for a value that must not be shown. */
export const sensitiveText = '(sensitive value)'

/** Around the difference of two long strings, so much of what they have in common is shown. */
const shownAround = 40

/** A string in quotes, with `\`, quotes and line ends escaped; a long one in part, with what is left out said. */
export function quoted(text: string): string {
  return quotedPart(text, 0, text.length)
}

/** Two strings in quotes. Of long ones only what differs and a little around it. */
export function quotedPair(before: string, after: string): readonly [string, string] {
  if (Math.max(before.length, after.length) <= shownAround * 5) return [quoted(before), quoted(after)]
  const same = commonEnds(before, after)
  const from = Math.max(0, same.start - shownAround)
  const left = Math.max(0, same.end - shownAround)
  return [quotedPart(before, from, before.length - left), quotedPart(after, from, after.length - left)]
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

function quotedPart(text: string, from: number, to: number): string {
  const end = Math.min(to, from + maxShown)
  const left = text.length - end
  const notes = [...(from > 0 ? [`${from} characters before`] : []), ...(left > 0 ? [`${left} characters after`] : [])]
  return `"${escaped(text.slice(from, end))}"${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`
}

/** How many characters two strings have in common at their start, and at their end beyond that. */
function commonEnds(left: string, right: string): { readonly start: number; readonly end: number } {
  const most = Math.min(left.length, right.length)
  let start = 0
  while (start < most && left.charCodeAt(start) === right.charCodeAt(start)) start++
  let end = 0
  while (end < most - start && left.charCodeAt(left.length - 1 - end) === right.charCodeAt(right.length - 1 - end)) end++
  return { start, end }
}
