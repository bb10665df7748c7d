import { describe, expect, it } from 'vitest'
import { unknown } from '../../src/expressions/value.ts'
import { EnvironmentViews, ResourceViews } from '../../src/plan/resource-views.ts'

describe('ResourceViews', () => {
  it('has a map for each forEach, in the order of its keys whatever the order of what is set', () => {
    const views = new ResourceViews([
      ['app', ['app@us', 'app@eu']],
      ['none', []],
    ])
    views.set('app@us', { outputs: 2 })
    views.set('dns', { outputs: 3 })
    expect(JSON.stringify(views.value)).toBe('{"app":{"eu":{},"us":{"outputs":2}},"none":{},"dns":{"outputs":3}}')
    expect(views.value).toMatchObject({ app: { eu: unknown } })
    views.set('app@eu', { outputs: 1 })
    expect(Object.keys((views.value as { readonly app: object }).app)).toEqual(['eu', 'us'])
  })

  it('keeps names that mean something to JavaScript', () => {
    const views = new ResourceViews([['constructor', ['constructor@valueof']]])
    views.set('constructor@valueof', 1)
    views.set('tostring', 2)
    expect(views.value).toEqual({ constructor: { valueof: 1 }, tostring: 2 })
  })
})

describe('EnvironmentViews', () => {
  it('has the resources of each environment', () => {
    const views = new EnvironmentViews(['prod/app', 'prod/none'])
    views.set('prod/app@eu', 1)
    views.set('global/dns', 2)
    expect(views.value).toEqual({ prod: { resources: { app: { eu: 1 }, none: {} } }, global: { resources: { dns: 2 } } })
  })
})
