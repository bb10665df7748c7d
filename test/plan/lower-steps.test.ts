import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lowerSteps } from '../../src/plan/lower-steps.ts'
import type { PlannedResource } from '../../src/plan/planned-resource.ts'
import { plainLifecycle, resourceDeclaration } from '../rig/declaration-builder.ts'
import { plannedResource, recordedResource, resolvedResource } from '../rig/planned-resource-builder.ts'

function lower(resources: readonly PlannedResource[], mode: 'apply' | 'destroy' = 'apply'): Record<string, { after: readonly string[]; phase: string }> {
  const steps = lowerSteps({ resources: new Map(resources.map((one) => [one.address, one])), mode, operationTimeoutMs: 1000 })
  return Object.fromEntries(steps.map(({ id, after, phase }) => [id, { after, phase }]))
}

const main = (...after: string[]) => ({ after, phase: 'main' })
const cleanup = (...after: string[]) => ({ after, phase: 'cleanup' })
const gone = (name: string, ...dependencies: string[]) =>
  plannedResource(name, 'delete', { resolved: null, recorded: recordedResource(name, { dependencies: dependencies.map((other) => `dev/${other}`) }) })

describe('lowerSteps', () => {
  it('has no step for what is unchanged, and looks through it', () => {
    const resources = [plannedResource('a', 'update'), plannedResource('b', 'no-op', { upstream: ['a'] }), plannedResource('c', 'create', { upstream: ['b'] })]
    expect(lower(resources)).toEqual({ 'dev/a#update': main(), 'dev/c#create': main('dev/a#update') })
  })

  it.each([
    ['the settings say', true, null, 1000],
    ['nobody says, of a kind that the settings do not bound', false, null, null],
    ['the document says', true, 7000, 7000],
    ['the document says, of a kind that the settings do not bound', false, 7000, 7000],
  ])('gives a step the time that %s', (_, bounded, timeoutMs, expected) => {
    const declaration = resourceDeclaration({ name: 'a', lifecycle: { ...plainLifecycle, timeoutMs } })
    const planned = plannedResource('a', 'update', { bounded, resolved: { ...resolvedResource('a'), declaration } })
    const [step] = lowerSteps({ resources: new Map([[planned.address, planned]]), mode: 'apply', operationTimeoutMs: 1000 })
    expect(step?.timeoutMs).toBe(expected)
  })

  it('keeps a step for an unchanged one that has to be planned again', () => {
    const resources = [plannedResource('a', 'update'), plannedResource('b', 'no-op', { upstream: ['a'], exactness: 'conditional' })]
    expect(lower(resources)).toEqual({ 'dev/a#update': main(), 'dev/b#no-op': main('dev/a#update') })
  })

  it('replaces side by side where it can: the old one goes in the cleanup, under an address of its own', () => {
    const resources = [plannedResource('a', 'replace'), plannedResource('b', 'update', { upstream: ['a'] })]
    expect(lower(resources)).toEqual({
      'dev/a#replace': main(),
      'dev/b#update': main('dev/a#replace'),
      'dev/a~1#delete': cleanup('dev/a#replace', 'dev/b#update'),
    })
  })

  it('deletes before it creates where it cannot', () => {
    const resources = [plannedResource('a', 'replace', { canCoexist: false }), plannedResource('b', 'update', { upstream: ['a'] })]
    expect(lower(resources)).toEqual({
      'dev/a#delete': main(),
      'dev/a#create': main('dev/a#delete'),
      'dev/b#update': main('dev/a#create'),
    })
  })

  it('takes away in the reverse order of what was recorded, after all that no longer needs it', () => {
    const resources = [
      plannedResource('user', 'update', { recorded: recordedResource('user', { dependencies: ['dev/top'] }) }),
      gone('top', 'base'),
      gone('base'),
    ]
    expect(lower(resources)).toEqual({
      'dev/user#update': main(),
      'dev/top#delete': cleanup('dev/user#update'),
      'dev/base#delete': cleanup('dev/top#delete'),
    })
  })

  it('takes away what an old object and its successor both need after both of them', () => {
    const old = plannedResource('top~1', 'delete', { resolved: null, recorded: recordedResource('top~1', { dependencies: ['dev/base'] }) })
    expect(lower([gone('top', 'base'), old, gone('base')])).toEqual({
      'dev/top#delete': cleanup(),
      'dev/top~1#delete': cleanup(),
      'dev/base#delete': cleanup('dev/top#delete', 'dev/top~1#delete'),
    })
  })

  it('destroys in the main phase', () => {
    expect(lower([gone('base'), gone('top', 'base')], 'destroy')).toEqual({ 'dev/top#delete': main(), 'dev/base#delete': main('dev/top#delete') })
  })

  it('survives records that contradict each other', () => {
    expect(Object.keys(lower([gone('a', 'b'), gone('b', 'a')], 'destroy')).toSorted()).toEqual(['dev/a#delete', 'dev/b#delete'])
  })

  it('lists every step after what it waits for', () => {
    const action = fc.constantFrom('no-op', 'create', 'update', 'replace', 'delete') as fc.Arbitrary<PlannedResource['action']>
    const nodes = fc.array(fc.record({ action, upstream: fc.array(fc.nat(20), { maxLength: 3 }), canCoexist: fc.boolean() }), { maxLength: 20 })
    fc.assert(
      fc.property(nodes, (list) => {
        const resources = list.map(({ action: what, upstream, canCoexist }, index) => {
          const before = [...new Set(upstream.filter((other) => other < index && list[other]!.action !== 'delete'))].map((other) => `r${other}`)
          return plannedResource(`r${index}`, what, { upstream: before, canCoexist, ...(what === 'delete' ? { resolved: null } : {}) })
        })
        const seen = new Set<string>()
        for (const step of lowerSteps({ resources: new Map(resources.map((one) => [one.address, one])), mode: 'apply', operationTimeoutMs: 1 })) {
          step.after.forEach((id) => expect(seen).toContain(id))
          seen.add(step.id)
        }
      }),
    )
  })
})
