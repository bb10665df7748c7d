import type { SmallChange } from './crash-twice.ts'
import type { SimulatedResource } from './system.ts'

function resource(kind: SimulatedResource['kind'], size: number, more: Partial<SimulatedResource> = {}): SimulatedResource {
  return { kind, size, source: 'x', after: [], reads: true, isProtected: false, ...more }
}

/** Small changes that together hold every action, each small enough for every instant of it, and of its recovery, to be tried. */
export const smallChanges: readonly SmallChange[] = [
  { name: 'create', before: {}, after: { a: resource('thing', 1), b: resource('file', 1, { after: ['a'] }) } },
  { name: 'update', before: { a: resource('server', 1), b: resource('stack', 1) }, after: { a: resource('server', 2), b: resource('stack', 2) } },
  { name: 'replace', before: { a: resource('stack', 1) }, after: { a: resource('stack', 1, { source: 'y' }) } },
  { name: 'delete', before: { a: resource('server', 1), b: resource('file', 1, { after: ['a'] }) }, after: {} },
  { name: 'protect', before: { a: resource('thing', 1) }, after: { a: resource('thing', 2, { isProtected: true }) } },
]

/** The same, taken back after they were applied; then once more, or forward again. */
export const changesTakenBack: readonly SmallChange[] = smallChanges.flatMap((change) =>
  (['again', 'forward'] as const).map((back) => ({ ...change, name: `${change.name} taken back, then ${back}`, back })),
)
