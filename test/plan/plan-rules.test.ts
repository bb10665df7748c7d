import { describe, expect, it } from 'vitest'
import { Sensitive, unknown } from '../../src/expressions/value.ts'
import { changeReasons } from '../../src/plan/change-reasons.ts'
import { changedPaths } from '../../src/plan/changed-paths.ts'
import { outsideEnvelope } from '../../src/plan/envelope.ts'
import { flatChanges } from '../../src/plan/flat-changes.ts'
import type { InnerChange } from '../../src/plan/inner-change.ts'
import { ownershipConflicts } from '../../src/plan/ownership-conflicts.ts'
import { protectionProblems } from '../../src/plan/protection.ts'
import { readPath } from '../../src/plan/read-path.ts'
import { plannedChange, plannedResource, recordedResource, resolvedResource } from '../rig/planned-resource-builder.ts'
import { plainLifecycle, resourceDeclaration, somewhere } from '../rig/declaration-builder.ts'

function inner(address: string, ...actions: InnerChange['change']['actions']): InnerChange {
  return {
    address,
    mode: 'managed',
    type: 'terraform_data',
    name: 'x',
    provider_name: 'builtin',
    change: { actions, before: null, after: null, after_unknown: false, before_sensitive: false, after_sensitive: false },
  }
}

describe('protection', () => {
  it('covers what is inside a stack', () => {
    const stack = plannedResource('db', 'update', {
      resolved: resolvedResource('db', [], true),
      change: plannedChange({ action: 'update', inner: [inner('a.b', 'update'), inner('a.c', 'delete', 'create')] }),
    })
    const [problem, ...more] = protectionProblems([stack], flatChanges([stack]))
    expect(problem?.message).toBe('preventDestroy is set, but the plan would take away:\n  -/+ replace a.c')
    expect(more).toEqual([])
  })

  it('outlives the document', () => {
    const removed = plannedResource('db', 'delete', { resolved: null, recorded: recordedResource('db', { preventDestroy: true }) })
    expect(protectionProblems([removed], flatChanges([removed]))).toHaveLength(1)
  })

  it.each([
    [['a.c'], 'a.c'],
    [['a.*'], 'a.c'],
    [['x.y', 'a.?'], 'a.c'],
    [['a.d'], null],
  ])('by patterns covers what they cover alone: %j', (preventDestroy, expected) => {
    const declaration = resourceDeclaration({ name: 'db', lifecycle: { ...plainLifecycle, preventDestroy } })
    const change = plannedChange({ action: 'update', inner: [inner('b.c', 'delete'), inner('a.c', 'delete')] })
    const stack = plannedResource('db', 'update', { resolved: { ...resolvedResource('db'), declaration }, change })
    const removed = plannedResource('db', 'delete', { resolved: null, change, recorded: recordedResource('db', { preventDestroy }) })
    for (const planned of [stack, removed]) {
      const messages = protectionProblems([planned], flatChanges([planned])).map(({ message }) => message)
      expect(messages).toEqual(expected === null ? [] : [`preventDestroy is set, but the plan would take away:\n  - delete ${expected}`])
    }
  })

  it('by patterns covers all of a stack of which nothing inside is known', () => {
    const removed = plannedResource('db', 'delete', { resolved: null, recorded: recordedResource('db', { preventDestroy: ['a.c'] }) })
    expect(protectionProblems([removed], flatChanges([removed]))).toHaveLength(1)
  })

  it('lets through what takes nothing away', () => {
    const stack = plannedResource('db', 'update', {
      resolved: resolvedResource('db', [], true),
      change: plannedChange({ action: 'update', inner: [inner('a.b', 'create')] }),
    })
    expect(protectionProblems([stack], flatChanges([stack]))).toEqual([])
  })
})

describe('outsideEnvelope', () => {
  const step = {
    id: 'dev/a#update',
    address: 'dev/a',
    kind: 'TerraformStack',
    action: 'update',
    phase: 'main',
    after: [],
    timeoutMs: null,
    onFailure: 'continue',
  } as const
  const destructive = plannedChange({ action: 'update', inner: [inner('x', 'delete')] })

  it('lets a deferred stack create and update', () => {
    const change = plannedChange({ action: 'update', inner: [inner('x', 'create'), inner('y', 'update')] })
    expect(outsideEnvelope({ step: { ...step, exactness: 'deferred' }, change, approved: [] })).toEqual([])
  })

  it('stops a deferred stack that deletes', () => {
    expect(outsideEnvelope({ step: { ...step, exactness: 'deferred' }, change: destructive, approved: [] })).toHaveLength(1)
  })

  it('lets a conditional stack delete what its approved plan named, and nothing else', () => {
    const approved = [{ ...inner('x', 'delete'), stack: 'dev/a' }]
    expect(outsideEnvelope({ step: { ...step, exactness: 'conditional' }, change: destructive, approved })).toEqual([])
    const more = plannedChange({ action: 'update', inner: [inner('x', 'delete'), inner('z', 'delete', 'create')] })
    expect(outsideEnvelope({ step: { ...step, exactness: 'conditional' }, change: more, approved }).map(({ address }) => address)).toEqual(['z'])
  })

  it('stops a resource that turns out to be replaced', () => {
    expect(outsideEnvelope({ step: { ...step, exactness: 'deferred' }, change: plannedChange({ action: 'replace' }), approved: [] })).toHaveLength(1)
  })
})

describe('ownershipConflicts', () => {
  const owns = { key: 'file:/x', description: 'the file x', certainty: 'deterministic' } as const

  it('names both claims, also across environments', () => {
    const [conflict] = ownershipConflicts([
      { address: 'dev/a', owns, at: somewhere },
      { address: 'prod/a', owns, at: somewhere },
    ])
    expect(conflict?.message).toBe('the file x is claimed by dev/a and by prod/a')
  })

  it('tells a rename from a conflict', () => {
    const [conflict] = ownershipConflicts([
      { address: 'dev/new', owns, at: somewhere },
      { address: 'dev/old', owns, at: null },
    ])
    expect(conflict?.message).toBe('the file x belongs to dev/old, which no document declares any more; dev/new claims it, too')
    expect(conflict?.hint).toBe('if dev/old was renamed to dev/new, say so under its metadata: movedFrom: [old]')
  })
})

describe('changeReasons', () => {
  it('tells drift from intention', () => {
    const change = plannedChange({
      action: 'update',
      before: { mode: '0600', text: 'old' },
      after: { mode: '0644', text: 'new' },
      drift: [{ path: ['mode'], recorded: '0644', observed: '0600', sensitive: false, conflict: false }],
    })
    expect(changeReasons(plannedResource('a', 'update', { change }), 'apply')).toEqual([
      { kind: 'drifted', paths: ['/mode'] },
      { kind: 'desired-changed', paths: ['/text'] },
    ])
  })
})

describe('changedPaths', () => {
  it.each([
    ['nothing', { a: 1 }, { a: 1 }, []],
    ['a leaf', { a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, ['/a/c']],
    ['a key with a slash', { 'a/b': 1 }, { 'a/b': 2 }, ['/a~1b']],
    ['what becomes unknown', { a: 1 }, { a: unknown }, ['/a']],
    ['what is sensitive', { a: new Sensitive('x') }, { a: new Sensitive('y') }, ['/a']],
    ['the mark alone', { a: new Sensitive('x') }, { a: 'x' }, []],
    ['a list as a whole', { a: [1, 2] }, { a: [1] }, ['/a']],
  ])('finds %s', (_, before, after, paths) => {
    expect(changedPaths(before, after)).toEqual(paths)
  })
})

describe('readPath', () => {
  it('keeps the mark of what it goes through', () => {
    expect(readPath({ a: new Sensitive({ b: 1 }) }, ['a', 'b'])).toEqual(new Sensitive(1))
    expect(readPath({ a: unknown }, ['a', 'b'])).toBe(unknown)
    expect(readPath({ a: {} }, ['a', 'toString'])).toBeUndefined()
  })
})
