import { describe, expect, it } from 'vitest'
import type { PlannedResource } from '../../src/plan/planned-resource.ts'
import { idleReaders, readersOf } from '../../src/plan/readers-of-remade.ts'
import { plannedResource, resolvedResource } from '../rig/planned-resource-builder.ts'

function reading(name: string, ...others: readonly string[]) {
  return { ...resolvedResource(name, others), outputReads: others.map((other) => ({ name: other, path: ['id'] })) }
}

const resources = new Map([reading('a'), reading('b', 'a'), reading('c', 'b'), reading('d')].map((one) => [one.declaration.name, one]))

type Planned = Partial<PlannedResource> & { readonly name: string }

function idle(...planned: readonly Planned[]): readonly string[] {
  const all = planned.map(({ name, action = 'no-op', ...more }) => plannedResource(name, action, { ...more, resolved: resources.get(name) ?? null }))
  return [...idleReaders(new Map(all.map((one) => [one.address, one])), new Set(['b', 'c']))]
}

const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }]

describe('what reads from what a rollback makes anew', () => {
  it('is found along every path, and is none of what is taken back itself', () => {
    expect([...readersOf({ resources }, new Set(['a']))]).toEqual(['b', 'c'])
    expect([...readersOf({ resources }, new Set(['a', 'b']))]).toEqual(['c'])
    expect([...readersOf({ resources }, new Set(['d']))]).toEqual([])
  })

  it.each([
    { title: 'is left alone where it is changed in place', planned: [{ ...a, action: 'update' }, b, c], left: ['b', 'c'] },
    { title: 'is left alone although somebody changed it by hand', planned: [{ ...a, action: 'update' }, { ...b, action: 'update' }, c], left: ['b', 'c'] },
    { title: 'is looked at where it is replaced', planned: [{ ...a, action: 'replace' }, { ...b, action: 'update' }, c], left: ['c'] },
    { title: 'is looked at as far as it is made anew itself', planned: [{ ...a, action: 'create' }, { ...b, action: 'replace' }, c], left: [] },
    { title: 'is looked at where nobody can tell yet', planned: [{ ...a, exactness: 'deferred' }, b, c], left: ['c'] },
  ] as const)('$title', ({ planned, left }) => {
    expect(idle(...planned)).toEqual(left)
  })

  it('stays where something waits for it that is taken back', () => {
    expect(idle({ ...a, action: 'update' }, b, { name: 'd', waitsFor: ['dev/b'] })).toEqual(['c'])
  })
})
