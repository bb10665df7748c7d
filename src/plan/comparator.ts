import { Unknown, type Value } from '../expressions/value.ts'
import { equalValues, isValueList, isValueObject, unwrap } from './value-equality.ts'

/**
 * How two values of a field are compared, where the server may write them another way. *unordered*: lists as bags. *json*: texts by the
 * JSON they hold. *case-insensitive*: texts without regard to case. What a comparator does not fit is compared as it is.
 */
export type Comparator = 'unordered' | 'json' | 'case-insensitive'

/** Whether a field's two values mean the same. */
export function equalUnder(comparator: Comparator, first: Value, second: Value): boolean {
  if (equalValues(first, second)) return true
  const [a, b] = [unwrap(first), unwrap(second)]
  switch (comparator) {
    case 'unordered':
      return isValueList(a) && isValueList(b) && sameBag(a, b)
    case 'json':
      return typeof a === 'string' && typeof b === 'string' && sameJson(a, b)
    case 'case-insensitive':
      return typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase()
    default:
      return comparator satisfies never
  }
}

function sameBag(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) return false
  const counts = new Map<string, number>()
  for (const item of a) count(counts, item, 1)
  for (const item of b) count(counts, item, -1)
  // Two unknown items have one text, and yet they are not equal.
  return [...counts].every(([text, left]) => left === 0 && !text.includes('?'))
}

function count(counts: Map<string, number>, item: Value, by: number): void {
  const text = canonicalText(item)
  counts.set(text, (counts.get(text) ?? 0) + by)
}

/** JSON with sorted keys; an unknown part is a bare `?`, and every `?` inside a text is escaped, so that the two differ. */
function canonicalText(value: Value): string {
  const plain = unwrap(value)
  if (plain instanceof Unknown) return '?'
  if (isValueList(plain)) return `[${plain.map(canonicalText).join(',')}]`
  if (!isValueObject(plain)) return JSON.stringify(plain).replaceAll('?', '\\u003f')
  const fields = Object.entries(plain).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, child]) => `${canonicalText(key)}:${canonicalText(child)}`).join(',')}}`
}

function sameJson(a: string, b: string): boolean {
  try {
    return equalValues(JSON.parse(a) as Value, JSON.parse(b) as Value)
  } catch {
    return false
  }
}
