import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderEnvironments } from '../../src/plan/order-environments.ts'
import type { ResolvedEnvironment } from '../../src/plan/resolved-environment.ts'
import { somewhere } from '../rig/declaration-builder.ts'
import { recordedResource, resolvedResource } from '../rig/planned-resource-builder.ts'

/** An environment with one resource that reads resources of others. */
function environment(name: string, reads: readonly string[]): ResolvedEnvironment {
  const resource = { ...resolvedResource('app'), foreign: reads.map((other) => `${other}/dns`) }
  const declaration = {
    name,
    labels: {},
    protected: false,
    mode: 'manage' as const,
    variables: {},
    env: {},
    credentials: { plan: null, apply: null },
    secrets: {},
    at: somewhere,
    locate: () => somewhere,
    layersAt: () => [],
  }
  return {
    declaration,
    resources: new Map([['app', resource]]),
    groups: new Map(),
    scope: { project: {}, environment: {}, git: {}, secrets: {} },
    readsGit: false,
  }
}

function order(
  reads: Readonly<Record<string, readonly string[]>>,
  mode: 'apply' | 'destroy' = 'apply',
  recorded: Readonly<Record<string, string>> = {},
): string {
  const given = Object.entries(reads).map(([name, others]) => environment(name, others))
  const records = Object.entries(recorded).map(([name, read]) => recordedResource('x', { environment: name, address: `${name}/x`, dependencies: [read] }))
  return orderEnvironments(given, { mode, records })
    .map(({ environment: { declaration }, after }) => `${declaration.name}${after.length > 0 ? `(${after.join(' ')})` : ''}`)
    .join(' ')
}

describe('orderEnvironments', () => {
  it.each([
    ['nothing between them', { b: [], a: [] }, 'b a'],
    ['what is read first', { dev: ['global'], staging: ['global'], global: [] }, 'global dev(global) staging(global)'],
    ['however far', { c: ['b'], b: ['a'], a: [] }, 'a b(a) c(a b)'],
    ['what is read outside', { dev: ['global'], staging: [] }, 'dev staging'],
    ['a circle as given', { a: ['b'], b: ['a'], c: ['a'] }, 'a(b) b(a) c(a b)'],
  ])('puts %s', (_, reads, expected) => {
    expect(order(reads)).toBe(expected)
  })

  it('turns around to destroy, and knows what was recorded', () => {
    expect(order({ global: [], dev: ['global'], staging: [] }, 'destroy', { staging: 'global/dns' })).toBe('dev staging global(dev staging)')
    expect(order({ global: [], staging: [] }, 'apply', { staging: 'global/dns' })).toBe('global staging')
  })

  it('names every environment once, each after those that it has to wait for unless they wait for it, too', () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    fc.assert(
      fc.property(fc.array(fc.subarray(names), { minLength: 5, maxLength: 5 }), (reads) => {
        const given = names.map((name, index) => environment(name, reads[index] ?? []))
        const ordered = orderEnvironments(given, { mode: 'apply', records: [] })
        const position = new Map(ordered.map(({ environment: { declaration } }, index) => [declaration.name, index]))
        const after = new Map(ordered.map((one) => [one.environment.declaration.name, one.after]))
        expect([...position.keys()].sort()).toEqual(names)
        for (const [name, before] of after)
          for (const other of before) if (after.get(other)?.includes(name) !== true) expect(position.get(other)).toBeLessThan(position.get(name) ?? -1)
      }),
    )
  })
})
