import type { ResourcePlan } from '../../plan/plan-document.ts'
import { attributeDiff } from './attribute-diff.ts'
import { markText, resourceSymbol } from './change-symbol.ts'
import { compareSides } from './compare-sides.ts'
import { diffContext, pointerOf } from './diff-context.ts'
import { nothing, shapeOf, type Side } from './diff-side.ts'
import { resourceTitle } from './resource-title.ts'
import { blankLine, span, styledLine, type StyledLine } from './styled-line.ts'
import { levelWidth, wholeEntries } from './whole-value.ts'

/** A resource of ours in full: its remarks, its attributes, and what happens inside of it, already set as lines. */
export function resourceBlock(resource: ResourcePlan, inside: readonly StyledLine[], style: { readonly unicode: boolean }): readonly StyledLine[] {
  const title = resourceTitle(resource)
  if (resource.action === 'no-op' && inside.length === 0) return title
  const attributes = resource.action === 'no-op' ? [] : attributeLines(resource)
  const between = attributes.length > 0 && inside.length > 0 ? [blankLine] : []
  return [...title, ...block(headOf(resource, style.unicode), [...attributes, ...between, ...inside])]
}

/** A line with what follows in brackets; the line alone when nothing follows. */
export function block(head: StyledLine, inside: readonly StyledLine[]): readonly StyledLine[] {
  if (inside.length === 0) return [head]
  return [{ ...head, spans: [...head.spans, span(' {')] }, ...inside, styledLine(head.indent + levelWidth, '}')]
}

/** The block of a resource in one line. */
export function headOf(resource: ResourcePlan, unicode: boolean): StyledLine {
  const symbol = resourceSymbol(resource)
  const mark = `${markText(symbol, unicode).padStart(levelWidth - 1)} `
  return styledLine(0, span(mark, symbol.tone), `${resource.kind} ${resource.address}`)
}

function attributeLines(resource: ResourcePlan): readonly StyledLine[] {
  const { before, after } = sidesOf(resource)
  if (resource.exactness === 'deferred') return wholeEntries(after, 1, '')
  if (resource.action === 'forget') return []
  if (shapeOf(before) === 'nothing') return wholeEntries(after, 1, '+')
  if (shapeOf(after) === 'nothing' || resource.action === 'delete') return wholeEntries(before, 1, '-')
  const at = { path: [], context: contextOf(resource) }
  return compareSides(before, after, at) === 'same' ? [] : attributeDiff({ before, after, ...at, level: 1 })
}

function contextOf({ replacePaths, reasons, drift }: ResourcePlan): ReturnType<typeof diffContext> {
  const named = reasons.flatMap((reason) => (reason.kind === 'desired-changed' || reason.kind === 'drifted' ? reason.paths : []))
  return diffContext({ replacePaths, changedPointers: [...named, ...drift.map(({ path }) => pointerOf(path))], landmarks: [] })
}

function sidesOf(resource: ResourcePlan): { readonly before: Side; readonly after: Side } {
  const before = { value: resource.before, unknown: false, sensitive: resource.beforeSensitive }
  const after = { value: resource.after, unknown: resource.afterUnknown, sensitive: resource.afterSensitive }
  return { before: asMap(before), after: asMap(after) }
}

/** A kind may describe its thing by less than a map; it is shown as one all the same. */
export function asMap(side: Side): Side {
  const shape = shapeOf(side)
  if (shape === 'map' || (shape === 'scalar' && side.value === null)) return shape === 'map' ? side : nothing
  const named = { value: { value: side.value ?? null }, unknown: { value: side.unknown }, sensitive: { value: side.sensitive } }
  return shape === 'nothing' ? nothing : named
}
