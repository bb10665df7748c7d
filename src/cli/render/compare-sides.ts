import { childSide, keysOf, shapeOf, type Side } from './diff-side.ts'
import type { AttributePath, DiffContext } from './diff-context.ts'

/** Deeper values are taken as different: what is nested that deeply is not shown either. */
export const maxShownDepth = 60

/** How two sides compare. *unclear*: only sensitive values could differ, and the plan does not say whether they do. */
export type Comparison = 'same' | 'different' | 'unclear'

/** Compares what a place was with what it will be; whatever is unknown differs. */
export function compareSides(before: Side, after: Side, at: { readonly path: AttributePath; readonly context: DiffContext }): Comparison {
  const shape = shapeOf(after)
  if (shapeOf(before) !== shape || shape === 'unknown' || at.path.length > maxShownDepth) return 'different'
  switch (shape) {
    case 'nothing':
      return 'same'
    case 'sensitive':
      return compareSensitive(at)
    case 'scalar':
      return before.value === after.value ? 'same' : 'different'
    case 'map':
      return compareChildren(before, after, { ...at, keys: new Set([...keysOf(before), ...keysOf(after)]) })
    case 'list': {
      const length = lengthOf(after)
      return lengthOf(before) === length ? compareChildren(before, after, { ...at, keys: Array(length).keys() }) : 'different'
    }
    default:
      return shape satisfies never
  }
}

function compareSensitive({ path, context }: { readonly path: AttributePath; readonly context: DiffContext }): Comparison {
  const changes = context.sensitiveChanges(path)
  return changes === null ? 'unclear' : changes ? 'different' : 'same'
}

interface ChildrenAt {
  readonly path: AttributePath
  readonly context: DiffContext
  readonly keys: Iterable<string | number>
}

function compareChildren(before: Side, after: Side, { path, context, keys }: ChildrenAt): Comparison {
  let result: Comparison = 'same'
  for (const key of keys) {
    const child = compareSides(childSide(before, key), childSide(after, key), { path: [...path, key], context })
    if (child === 'different') return 'different'
    if (child === 'unclear') result = 'unclear'
  }
  return result
}

function lengthOf({ value }: Side): number {
  return Array.isArray(value) ? value.length : 0
}
