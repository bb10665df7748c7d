import { describe, expect, it } from 'vitest'
import type { NewHold } from '../../../src/ports/hold-store.ts'
import type { Store } from '../../../src/ports/store.ts'
import { MemoryStore } from '../../rig/memory-store.ts'
import { sampleRun } from './support/samples.ts'
import { openStore, storePath } from './support/test-store.ts'

const placed: NewHold = { reason: 'the disk is full', author: 'ann@here', at: 1 }

/** The store of the tests makes the same promises as the real one. */
describe.each<[string, () => Promise<Store>]>([
  ['in a file', () => openStore(storePath())],
  ['in memory', () => Promise.resolve(new MemoryStore())],
])('holds %s', (_, open) => {
  it('are numbered by environment, and stay until they are released', async () => {
    const store = await open()
    await store.placeHold('prod', placed)
    await store.placeHold('dev', placed)
    const second = await store.placeHold('prod', { ...placed, reason: 'again', at: 2 })
    expect(second).toEqual({ environment: 'prod', number: 2, reason: 'again', author: 'ann@here', at: 2, run: null, released: null })
    expect((await store.holds({})).map(({ environment, number }) => [environment, number])).toEqual([
      ['dev', 1],
      ['prod', 1],
      ['prod', 2],
    ])
    expect(await store.holds({ environment: 'prod' })).toEqual([{ ...placed, environment: 'prod', number: 1, run: null, released: null }, second])
  })

  it('are released one by one or all, each once', async () => {
    const store = await open()
    for (const at of [1, 2, 3]) await store.placeHold('prod', { ...placed, at })
    await store.placeHold('dev', placed)
    const release = { at: 9, by: 'bob@there' }
    expect((await store.releaseHolds('prod', { ...release, numbers: [2] })).map(({ number, released }) => [number, released])).toEqual([[2, release]])
    expect(await store.releaseHolds('prod', { ...release, numbers: [2, 7] })).toEqual([])
    expect((await store.releaseHolds('prod', { ...release, at: 10, numbers: null })).map(({ number }) => number)).toEqual([1, 3])
    expect((await store.holds({})).map(({ environment }) => environment)).toEqual(['dev'])
    const all = await store.holds({ environment: 'prod', released: true })
    expect(all.map(({ number, released }) => [number, released?.at])).toEqual([
      [1, 10],
      [2, 9],
      [3, 10],
    ])
  })

  it('are placed and released with the start of a run', async () => {
    const store = await open()
    await store.placeHold('prod', placed)
    const release = { numbers: null, at: 5, by: 'ann@here' }
    await store.startRun(sampleRun({ id: 'back' }), undefined, { release, place: { ...placed, reason: 'rolled back', at: 5 } })
    expect(await store.holds({})).toEqual([{ ...placed, reason: 'rolled back', at: 5, environment: 'prod', number: 2, run: 'back', released: null }])
  })

  it('need no token: they are placed while a run goes on, and say nothing to it', async () => {
    const store = await open()
    const token = await store.startRun(sampleRun())
    await store.placeHold('prod', placed)
    const counts = { succeeded: 0, failed: 0, skipped: 0, indeterminate: 0, awaitingApproval: 0 }
    await store.endRun(token, { at: 2, outcome: 'succeeded', counts, complete: true })
    expect(await store.holds({})).toHaveLength(1)
  })
})

describe('holds of a run that did not start', () => {
  it('are not placed', async () => {
    const store = await openStore(storePath())
    await store.startRun(sampleRun())
    await expect(store.startRun(sampleRun(), undefined, { place: placed })).rejects.toThrow('started twice')
    expect(await store.holds({})).toEqual([])
  })
})
