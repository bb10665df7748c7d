import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../src/events/json.ts'
import type { Mask } from '../../../src/expressions/value.ts'
import type { RecordedResource } from '../../../src/plan/recorded-resource.ts'
import { begin, counts, end, sampleRecord, sampleRun } from './support/samples.ts'
import { openStore, storePath } from './support/test-store.ts'

const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json)
const mask: fc.Arbitrary<Mask> = fc.oneof(fc.boolean(), fc.constant({ a: true }), fc.constant([true, false]), fc.constant({ a: { b: true } }))
const whole = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })

const record: fc.Arbitrary<RecordedResource> = fc.record({
  address: fc.constantFrom('prod/a', 'prod/a-b', 'prod/a0', 'prod/z@eu-1'),
  environment: fc.constant('prod'),
  name: fc.constant('a'),
  kind: fc.constantFrom('File', 'TerraformStack'),
  revision: whole,
  status: fc.constantFrom('ready', 'incomplete'),
  owns: fc.array(fc.record({ key: fc.string(), description: fc.string(), certainty: fc.constantFrom('deterministic', 'keyed', 'opaque') })),
  dependencies: fc.array(fc.string()),
  preventDestroy: fc.oneof(fc.boolean(), fc.array(fc.string())),
  onRemove: fc.constantFrom(null, 'destroy', 'forget', 'refuse'),
  declared: fc.constantFrom(null, 'sha256:x'),
  run: fc.constant('run1'),
  updatedAt: whole,
  attributes: fc.oneof(json, fc.record({ a: json }), fc.array(json)),
  attributesSensitive: mask,
  outputs: fc.dictionary(fc.string(), json),
  outputsSensitive: mask.filter((shape) => !Array.isArray(shape) && shape !== true),
  memory: json,
})

describe('records', () => {
  it('come back as they were written, whatever is in them', async () => {
    const path = storePath()
    const store = await openStore(path)
    const token = await store.startRun(sampleRun())
    const expected = new Map<string, RecordedResource>()
    await fc.assert(
      fc.asyncProperty(record, fc.boolean(), async (written, again) => {
        expected.set(written.address, written)
        await store.writeJournal(token, end(written.address, { put: written }))
        const reader = again ? await openStore(path) : store
        const sorted = [...expected.values()].sort((a, b) => (a.address < b.address ? -1 : 1))
        expect(await reader.resources()).toEqual(sorted)
      }),
      { numRuns: 60 },
    )
  })

  it('are given for one environment or for all, in the order of addresses', async () => {
    const store = await openStore(storePath())
    for (const environment of ['prod', 'dev']) {
      const token = await store.startRun(sampleRun({ id: environment, environment }))
      for (const name of ['b', 'a']) {
        const address = `${environment}/${name}`
        await store.writeJournal(token, end(address, { put: sampleRecord({ address, environment, name }) }))
      }
    }
    const addresses = async (environment?: string): Promise<string[]> => (await store.resources(environment)).map(({ address }) => address)
    expect(await addresses()).toEqual(['dev/a', 'dev/b', 'prod/a', 'prod/b'])
    expect(await addresses('prod')).toEqual(['prod/a', 'prod/b'])
    expect(await addresses('nowhere')).toEqual([])
  })

  it('are added and removed in the order of one entry', async () => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun())
    const moved = sampleRecord({ address: 'prod/new', name: 'new' })
    await store.writeJournal(token, end('prod/app', { put: sampleRecord() }))
    await store.writeJournal(token, end('prod/new', { put: moved }, { remove: 'prod/app' }))
    expect(await store.resources()).toEqual([moved])
    await store.writeJournal(token, end('prod/new'))
    expect(await store.resources()).toEqual([moved])
  })

  it.each([
    { what: 'a record of another environment', write: { put: sampleRecord({ address: 'dev/app', environment: 'dev' }) } },
    { what: 'a record whose environment is not that of its address', write: { put: sampleRecord({ environment: 'dev' }) } },
    { what: 'the removal of a record of another environment', write: { remove: 'prod-eu/app' } },
    { what: 'a revision that cannot be kept exactly', write: { put: sampleRecord({ revision: 2 ** 53 }) } },
  ])('refuse $what as our own mistake, and nothing of the entry is written', async ({ write }) => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun())
    await expect(store.writeJournal(token, end('prod/app', write))).rejects.toMatchObject({ name: 'InternalError' })
    expect(await store.journal('run1')).toEqual([])
    await store.writeJournal(token, begin('prod/app'))
    expect(await store.journal('run1')).toHaveLength(1)
  })
})

describe('runs', () => {
  it('are recorded from their start to their end', async () => {
    const store = await openStore(storePath())
    const run = sampleRun()
    const token = await store.startRun(run)
    expect(token).toEqual({ run: 'run1', environment: 'prod', token: 1 })
    const started = { ...run, endedAt: null, outcome: null, counts: null }
    expect(await store.run('run1')).toEqual(started)
    expect(await store.unfinishedRun('prod')).toEqual(started)
    expect(await store.unfinishedRun('dev')).toBe(null)
    await store.endRun(token, { at: 1_700_000_001_000, outcome: 'succeeded', counts, complete: false })
    expect(await store.run('run1')).toEqual({ ...run, endedAt: 1_700_000_001_000, outcome: 'succeeded', counts })
    expect(await store.unfinishedRun('prod')).toBe(null)
    expect(await store.run('run2')).toBe(null)
  })

  it('are listed newest first, by the order in which they started', async () => {
    const store = await openStore(storePath())
    for (const id of ['b', 'a', 'c']) await store.startRun(sampleRun({ id, startedAt: 5, environment: id === 'a' ? 'dev' : 'prod' }))
    const ids = async (query: Parameters<typeof store.runs>[0]): Promise<string[]> => (await store.runs(query)).map(({ id }) => id)
    expect(await ids({ limit: 10 })).toEqual(['c', 'a', 'b'])
    expect(await ids({ limit: 2 })).toEqual(['c', 'a'])
    expect(await ids({ environment: 'prod', limit: 10 })).toEqual(['c', 'b'])
  })

  it('tell which of them used a plan', async () => {
    const store = await openStore(storePath())
    await store.startRun(sampleRun())
    await store.startRun(sampleRun({ id: 'run2', mode: 'state-rm', plan: null }))
    expect(await store.planUsedBy('plan1')).toBe('run1')
    expect(await store.planUsedBy('plan2')).toBe(null)
    expect((await store.run('run2'))?.plan).toBe(null)
  })

  it('keep their journal when they are abandoned, and write nothing after it', async () => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun())
    await store.writeJournal(token, begin('prod/app'))
    await store.abandonRun('run1', 77)
    expect(await store.run('run1')).toMatchObject({ endedAt: 77, outcome: null, counts: null })
    expect(await store.unfinishedRun('prod')).toBe(null)
    expect(await store.journal('run1')).toHaveLength(1)
    await expect(store.writeJournal(token, end('prod/app'))).rejects.toMatchObject({ reason: 'stale-token' })
    await store.abandonRun('run1', 99)
    expect((await store.run('run1'))?.endedAt).toBe(77)
  })

  it('take nothing from the run that came after one that is abandoned', async () => {
    const store = await openStore(storePath())
    await store.startRun(sampleRun())
    const newer = await store.startRun(sampleRun({ id: 'run2' }))
    await store.abandonRun('run1', 77)
    await store.writeJournal(newer, begin('prod/app'))
    expect(await store.journal('run2')).toHaveLength(1)
  })

  it.each([
    { what: 'starting one twice', act: async (path: string) => (await openStore(path)).startRun(sampleRun()) },
    { what: 'abandoning one that is not there', act: async (path: string) => (await openStore(path)).abandonRun('run9', 1) },
    {
      what: 'starting one with a number that cannot be kept',
      act: async (path: string) => (await openStore(path)).startRun(sampleRun({ id: 'x', steps: 0.5 })),
    },
  ])('make $what our own mistake', async ({ act }) => {
    const path = storePath()
    await (await openStore(path)).startRun(sampleRun())
    await expect(act(path)).rejects.toMatchObject({ name: 'InternalError' })
  })

  it('are ended once', async () => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun())
    await store.endRun(token, { at: 5, outcome: 'succeeded', counts, complete: false })
    await expect(store.endRun(token, { at: 6, outcome: 'failed', counts, complete: false })).rejects.toMatchObject({ code: 'store/run-ended-twice' })
    expect(await store.run('run1')).toMatchObject({ endedAt: 5, outcome: 'succeeded' })
  })
})

describe('the journal', () => {
  it('is kept per run, in order, without what the records hold', async () => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun())
    const other = await store.startRun(sampleRun({ id: 'run2', environment: 'dev' }))
    const failure = { reason: 'program-failed', message: 'exit 1', transient: false, indeterminate: true } as const
    await Promise.all([
      store.writeJournal(token, begin('prod/app')),
      store.writeJournal(other, begin('dev/app')),
      store.writeJournal(token, { ...end('prod/app', { put: sampleRecord({ status: 'incomplete' }) }, { remove: 'prod/old' }), failure }),
    ])
    expect(await store.journal('run1')).toEqual([
      {
        sequence: 1,
        type: 'begin',
        step: 'prod/app#create',
        address: 'prod/app',
        at: 1_700_000_000_100,
        detail: { action: 'create', key: 'key-prod/app', attempt: 1, folder: '/runs/prod/app' },
      },
      {
        sequence: 2,
        type: 'end',
        step: 'prod/app#create',
        address: 'prod/app',
        at: 1_700_000_000_200,
        detail: { failure, records: [{ put: 'prod/app', revision: 1, status: 'incomplete' }, { remove: 'prod/old' }] },
      },
    ])
    expect(await store.journal('run2')).toHaveLength(1)
    expect(await store.journal('run3')).toEqual([])
  })
})

describe('Terraform states', () => {
  it('are kept in every version, the newest by insertion, whatever its serial', async () => {
    const path = storePath()
    const store = await openStore(path)
    const token = await store.startRun(sampleRun())
    expect(await store.terraformState('prod/app')).toBe(null)
    await store.putTerraformState(token, 'prod/app', { serial: 9, lineage: 'l1', body: '{"a":1}' }, 5)
    await store.putTerraformState(token, 'prod/app', { serial: 2, lineage: 'l2', body: '{"b":"ü\\u0000"}' }, 4)
    await store.putTerraformState(token, 'prod/db', { serial: 1, lineage: 'l3', body: '' }, 6)
    expect(await store.terraformState('prod/app')).toEqual({ serial: 2, lineage: 'l2', body: '{"b":"ü\\u0000"}' })
    expect(await (await openStore(path)).terraformState('prod/db')).toEqual({ serial: 1, lineage: 'l3', body: '' })
  })

  it.each([
    { what: 'another environment', address: 'dev/app', serial: 1 },
    { what: 'a serial that cannot be kept exactly', address: 'prod/app', serial: 2 ** 60 },
  ])('refuse $what as our own mistake', async ({ address, serial }) => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun())
    await expect(store.putTerraformState(token, address, { serial, lineage: 'l', body: '{}' }, 1)).rejects.toMatchObject({ name: 'InternalError' })
    expect(await store.terraformState(address)).toBe(null)
  })
})

describe('fencing', () => {
  it('refuses every write of a run whose environment a newer one owns', async () => {
    const path = storePath()
    const [one, other] = [await openStore(path), await openStore(path)]
    const old = await one.startRun(sampleRun())
    const newer = await other.startRun(sampleRun({ id: 'run2' }))
    expect(newer.token).toBeGreaterThan(old.token)
    const stale = { name: 'StoreError', reason: 'stale-token', message: 'run run1 does not own the environment "prod" any more' }
    await expect(one.writeJournal(old, begin('prod/app'))).rejects.toMatchObject(stale)
    await expect(one.writeJournal(old, end('prod/app', { put: sampleRecord() }))).rejects.toMatchObject(stale)
    await expect(one.putTerraformState(old, 'prod/app', { serial: 1, lineage: 'l', body: '{}' }, 1)).rejects.toMatchObject(stale)
    await expect(one.endRun(old, { at: 1, outcome: 'succeeded', counts, complete: false })).rejects.toMatchObject(stale)
    expect(await one.journal('run1')).toEqual([])
    expect(await one.resources()).toEqual([])
    expect(await one.terraformState('prod/app')).toBe(null)
    expect(await one.run('run1')).toMatchObject({ outcome: 'interrupted', endedAt: sampleRun().startedAt })
  })

  it.each([
    { what: 'another number', change: { token: 2 } },
    { what: 'another run', change: { run: 'run9' } },
    { what: 'an environment that was never run', change: { environment: 'dev' } },
  ])('refuses a token with $what', async ({ change }) => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun())
    await expect(store.writeJournal({ ...token, ...change }, begin('prod/app'))).rejects.toMatchObject({ reason: 'stale-token' })
  })

  it('does not concern other environments, nor the writes that share a transaction', async () => {
    const store = await openStore(storePath())
    const old = await store.startRun(sampleRun())
    const dev = await store.startRun(sampleRun({ id: 'run2', environment: 'dev' }))
    const [started, refused, written] = await Promise.allSettled([
      store.startRun(sampleRun({ id: 'run3' })),
      store.writeJournal(old, begin('prod/app')),
      store.writeJournal(dev, begin('dev/app')),
    ])
    expect([started.status, refused.status, written.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await store.journal('run2')).toHaveLength(1)
  })
})
