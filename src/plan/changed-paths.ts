import { isJsonObject } from '../events/json.ts'
import { Sensitive, Unknown, type Value } from '../expressions/value.ts'
import { sameValue } from './same-value.ts'

/** At most so many paths are named for one resource. */
const maxPaths = 20

/** The JSON pointers (RFC 6901) of the smallest differing parts of two values: the first twenty, in the order of keys. */
export function changedPaths(before: Value, after: Value): readonly string[] {
  const paths: string[] = []
  collect({ before: bare(before), after: bare(after), path: '', depth: 0 }, paths)
  return paths
}

function collect(pair: { before: Value | undefined; after: Value | undefined; path: string; depth: number }, paths: string[]): void {
  if (paths.length >= maxPaths || sameValue(pair.before, pair.after)) return
  const before = bare(pair.before)
  const after = bare(pair.after)
  if (pair.depth > 50 || !isPlainObject(before) || !isPlainObject(after)) {
    paths.push(pair.path)
    return
  }
  for (const key of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    const step = key.replaceAll('~', '~0').replaceAll('/', '~1')
    collect({ before: child(before, key), after: child(after, key), path: `${pair.path}/${step}`, depth: pair.depth + 1 }, paths)
  }
}

function child(object: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function bare<T extends Value | undefined>(value: T | Sensitive): Value | T {
  return value instanceof Sensitive ? value.value : value
}

function isPlainObject(value: Value | undefined): value is { readonly [key: string]: Value } {
  return isJsonObject(value) && !((value as unknown) instanceof Unknown)
}
