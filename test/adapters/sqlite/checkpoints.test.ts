import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digest } from '../../../src/plan/digest.ts'
import type { RecordedResource } from '../../../src/plan/recorded-resource.ts'
import type { NewCheckpoint } from '../../../src/ports/checkpoint-store.ts'
import type { RunToken, Store } from '../../../src/ports/store.ts'
import { counts, end, sampleRecord, sampleRun } from './support/samples.ts'
import { openStore, storePath } from './support/test-store.ts'

const taken: NewCheckpoint = { at: 1, cause: 'before', address: null, tree: null, stable: false, note: null, genesisVersion: '1.0.0' }

function recordOf(name: string, revision: number): RecordedResource {
  const secret = { attributes: { password: `p${revision}` }, attributesSensitive: { password: true } }
  return sampleRecord({ address: `prod/${name}`, name, revision, dependencies: [], ...secret })
}

async function put(store: Store, token: RunToken, record: RecordedResource, move?: string): Promise<void> {
  await store.writeJournal(token, end(record.address, { put: record, ...(move === undefined ? {} : { move }) }))
}

describe('a checkpoint', () => {
  it('holds what was recorded when it was taken, whatever is written afterwards', async () => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun(), taken)
    await put(store, token, recordOf('app', 1))
    const first = await store.addCheckpoint(token, { ...taken, cause: 'barrier', address: 'prod/app', tree: 'sha256:1' })
    await put(store, token, recordOf('app', 2))
    await store.writeJournal(token, end('prod/app', { remove: 'prod/app' }))
    await store.endRun(token, { at: 2, outcome: 'succeeded', counts, complete: true, checkpoint: { ...taken, cause: 'end', stable: true } })
    expect((await store.checkpoints('prod')).map(({ number, cause, stable, tree }) => [number, cause, stable, tree])).toEqual([
      [3, 'end', true, 'sha256:1'],
      [2, 'barrier', false, 'sha256:1'],
      [1, 'before', false, null],
    ])
    expect(await store.resourcesAt(first)).toEqual([recordOf('app', 1)])
    expect(await store.resourcesAt({ environment: 'prod', number: 1 })).toEqual([])
    expect(await store.resourcesAt({ environment: 'prod', number: 3 })).toEqual([])
    expect((await store.run('run1'))?.before).toBe(1)
  })

  it('is not taken again before a run when nothing was recorded since the last one', async () => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun(), taken)
    await put(store, token, recordOf('app', 1))
    await store.endRun(token, { at: 2, outcome: 'succeeded', counts, complete: true, checkpoint: { ...taken, cause: 'end' } })
    const again = await store.startRun(sampleRun({ id: 'run2' }), taken)
    expect((await store.run('run2'))?.before).toBe(2)
    await store.writeJournal(again, end('prod/app', { remove: 'prod/app' }))
    await store.startRun(sampleRun({ id: 'run3' }), taken)
    expect((await store.run('run3'))?.before).toBe(3)
  })

  it('knows what was renamed and noted since', async () => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun(), taken)
    await put(store, token, recordOf('app', 1))
    const { number } = await store.addCheckpoint(token, taken)
    await put(store, token, recordOf('web', 2), 'prod/app')
    const note = { moved: [{ from: 'a.b', to: 'a.c' }], forgotten: [{ address: 'a.d', id: 'i-1' }] }
    await store.writeJournal(token, { ...end('prod/web'), note })
    expect(await store.resourcesAt({ environment: 'prod', number })).toEqual([recordOf('app', 1)])
    expect(await store.tracesSince({ environment: 'prod', number })).toEqual([
      { kind: 'renamed', from: 'prod/app', to: 'prod/web' },
      { kind: 'noted', address: 'prod/web', note },
    ])
    const later = await store.addCheckpoint(token, taken)
    expect(await store.tracesSince(later)).toEqual([])
  })

  it('that is pruned is empty, and takes nothing away from the others', async () => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun(), taken)
    await put(store, token, recordOf('app', 1))
    await store.addCheckpoint(token, taken)
    await store.addCheckpoint(token, taken)
    await put(store, token, recordOf('app', 2))
    await store.pruneCheckpoints(token, { numbers: [2], at: 7 })
    expect(await store.resourcesAt({ environment: 'prod', number: 2 })).toEqual([])
    expect(await store.resourcesAt({ environment: 'prod', number: 3 })).toEqual([recordOf('app', 1)])
    expect((await store.checkpoints('prod')).map(({ number, prunedAt }) => [number, prunedAt])).toEqual([
      [3, null],
      [2, 7],
      [1, null],
    ])
  })

  it('sees what a model sees, after any writes and prunes', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('put' as const), name: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ kind: fc.constant('remove' as const), name: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ kind: fc.constant('checkpoint' as const), name: fc.constant('') }),
      fc.record({ kind: fc.constant('prune' as const), name: fc.constant('') }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const store = await openStore(storePath())
        const token = await store.startRun(sampleRun())
        const now = new Map<string, RecordedResource>()
        const expected = new Map<number, readonly RecordedResource[]>()
        let revision = 0
        for (const { kind, name } of steps) {
          if (kind === 'put') {
            const record = recordOf(name, ++revision)
            now.set(name, record)
            await put(store, token, record)
          } else if (kind === 'remove') {
            now.delete(name)
            await store.writeJournal(token, end(`prod/${name}`, { remove: `prod/${name}` }))
          } else if (kind === 'checkpoint') {
            const { number } = await store.addCheckpoint(token, taken)
            expected.set(
              number,
              [...now.values()].sort((one, two) => (one.address < two.address ? -1 : 1)),
            )
          } else {
            const [oldest] = [...expected].filter(([, records]) => records.length > 0)
            if (oldest === undefined) continue
            expected.set(oldest[0], [])
            await store.pruneCheckpoints(token, { numbers: [oldest[0]], at: 1 })
          }
        }
        for (const [number, records] of expected) expect(await store.resourcesAt({ environment: 'prod', number })).toEqual(records)
        await store.close()
      }),
      { numRuns: 25 },
    )
  })
})

describe('blobs', () => {
  const blobOf = (text: string) => ({ digest: digest(text), data: new TextEncoder().encode(text) })

  it('are stored once under their digests', async () => {
    const store = await openStore(storePath())
    const [one, two] = [blobOf('one'), blobOf('two')]
    await store.putBlobs([one, one])
    expect(await store.missingBlobs([one.digest, two.digest])).toEqual([two.digest])
    expect(Buffer.from((await store.blob(one.digest)) ?? []).toString()).toBe('one')
    expect(await store.blob(two.digest)).toBeNull()
  })

  it('whose bytes are others than their digest says are not there', async () => {
    const store = await openStore(storePath())
    const { digest: one } = blobOf('one')
    await store.putBlobs([{ digest: one, data: blobOf('two').data }])
    expect(await store.blob(one)).toBeNull()
  })

  it('are dropped when nothing needs them, but not while a new run may', async () => {
    const store = await openStore(storePath())
    const [one, two] = [blobOf('one'), blobOf('two')]
    await store.putBlobs([one, two])
    await store.startRun(sampleRun())
    expect(await store.retainBlobs(new Set([one.digest]), null)).toBe(0)
    expect(await store.retainBlobs(new Set([one.digest]), 'run1')).toBe(1)
    expect(await store.missingBlobs([one.digest, two.digest])).toEqual([two.digest])
  })
})
