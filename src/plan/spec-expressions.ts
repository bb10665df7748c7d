import type { SourceRange } from '../events/diagnostic.ts'
import { isJsonObject, type Json } from '../events/json.ts'
import type { ResourceDeclaration } from '../manifest/manifest.ts'

/** A text of a spec that holds an expression. */
export interface SpecExpression {
  /** Below `spec`. */
  readonly path: readonly (string | number)[]
  /** As it is written, `${` included. */
  readonly text: string
  readonly at: SourceRange
}

/** Every text of a spec that holds `${`, in the order of the spec, with the place it comes from. */
export function specExpressions({ spec, locate }: Pick<ResourceDeclaration, 'spec' | 'locate'>): readonly SpecExpression[] {
  return leaves(spec, []).flatMap(({ path, value }) => (typeof value === 'string' && value.includes('${') ? [{ path, text: value, at: locate(path) }] : []))
}

/** A part of a value with nothing below it: a scalar, or an empty map or list. */
export interface Leaf {
  readonly path: readonly (string | number)[]
  readonly value: Json
}

/** Every leaf of a value, in its order. */
export function leaves(value: Json, path: readonly (string | number)[]): readonly Leaf[] {
  const children: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? (value as readonly Json[]).map((item, index) => [index, item] as const)
    : isJsonObject(value)
      ? Object.entries(value)
      : []
  return children.length === 0 ? [{ path, value }] : children.flatMap(([key, child]) => leaves(child, [...path, key]))
}

/** Whether one stretch of a file lies inside another. */
export function within(outer: SourceRange, inner: SourceRange): boolean {
  return outer.file === inner.file && outer.start.offset <= inner.start.offset && inner.end.offset <= outer.end.offset
}
