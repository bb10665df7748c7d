import type { RecordedResource } from './recorded-resource.ts'

/** What became of a resource between two moments. */
export type RecordChange =
  | { readonly kind: 'added'; readonly address: string; readonly now: RecordedResource }
  | { readonly kind: 'removed'; readonly address: string; readonly then: RecordedResource }
  | { readonly kind: 'changed'; readonly address: string; readonly then: RecordedResource; readonly now: RecordedResource }

/** What was recorded at one moment and at another, compared by address and revision, in the order of addresses. Pure. */
export function recordChanges(then: readonly RecordedResource[], now: readonly RecordedResource[]): readonly RecordChange[] {
  const before = new Map(then.map((record) => [record.address, record]))
  const after = new Map(now.map((record) => [record.address, record]))
  const addresses = [...new Set([...before.keys(), ...after.keys()])].sort()
  return addresses.flatMap((address): readonly RecordChange[] => {
    const [one, two] = [before.get(address), after.get(address)]
    if (one === undefined) return two === undefined ? [] : [{ kind: 'added', address, now: two }]
    if (two === undefined) return [{ kind: 'removed', address, then: one }]
    return one.revision === two.revision && one.run === two.run && one.status === two.status ? [] : [{ kind: 'changed', address, then: one, now: two }]
  })
}

/** Paths of which the content differs between two trees, or that only one has; sorted. Pure. */
export function changedPaths<Entry>(then: ReadonlyMap<string, Entry>, now: ReadonlyMap<string, Entry>): readonly string[] {
  const paths = new Set([...then.keys(), ...now.keys()])
  return [...paths].filter((path) => JSON.stringify(then.get(path)) !== JSON.stringify(now.get(path))).sort()
}
