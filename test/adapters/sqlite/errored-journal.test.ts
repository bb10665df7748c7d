import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Intent } from '../../../src/plan/intent.ts'
import { begin, end, sampleRecord, sampleRun } from './support/samples.ts'
import { openInside, openStore, storePath } from './support/test-store.ts'

const secret = 'hunter2-hunter2'
const step = 'prod/app#create'
const intent: Intent = {
  address: 'prod/app',
  environment: 'prod',
  kind: 'File',
  run: 'run1',
  step,
  action: 'create',
  key: 'k',
  folder: '/runs/x',
  at: 1,
  desired: null,
  keeps: null,
  memory: null,
  state: { kind: 'open' },
}
const put = sampleRecord({ outputs: { password: secret, big: 'x'.repeat(200_000) }, outputsSensitive: { password: true } })

/** A store that took the begin of a step, and has no room for its end. */
async function failed() {
  const path = storePath()
  const { store, database } = await openInside(path)
  const token = await store.startRun(sampleRun())
  await store.writeJournal(token, { ...begin('prod/app'), intent })
  database.exec('PRAGMA max_page_count = 1')
  const kept = join(dirname(path), 'errored-run1.sealed')
  await expect(store.writeJournal(token, end('prod/app', { put }))).rejects.toThrow(
    `; what could not be written is kept in ${kept}, and goes in with the next run`,
  )
  return { path, store, token, kept }
}

describe('the end of a step that the database did not take', () => {
  it('is kept sealed, and goes in with the next run', async () => {
    const { path, store, kept } = await failed()
    expect(statSync(kept).mode & 0o777).toBe(0o600)
    expect(readFileSync(kept).includes(secret)).toBe(false)
    await store.close()
    const next = await openStore(path)
    expect(await next.resources()).toEqual([])
    expect(await next.restoreErrored(await next.startRun(sampleRun({ id: 'run2' })))).toBe(1)
    expect([await next.resources(), await next.intents(), existsSync(kept)]).toEqual([[put], [], false])
    expect((await next.journal('run2')).map(({ type, step: of }) => [type, of])).toEqual([['end', step]])
  })

  it('is kept together with those that come after it', async () => {
    const { path, store, token, kept } = await failed()
    await expect(store.writeJournal(token, end('prod/other'))).rejects.toThrow(kept)
    await store.close()
    const next = await openStore(path)
    // Nothing is open of the other.
    expect(await next.restoreErrored(await next.startRun(sampleRun({ id: 'run2' })))).toBe(1)
  })

  it('is dropped where it was found out meanwhile what became of the step', async () => {
    const { path, store, kept } = await failed()
    await store.close()
    const next = await openStore(path)
    const token = await next.startRun(sampleRun({ id: 'run2' }))
    await next.writeJournal(token, end('prod/app'))
    expect(await next.restoreErrored(token)).toBe(0)
    expect([await next.resources(), existsSync(kept)]).toEqual([[], false])
  })

  it('of another environment stays', async () => {
    const { path, store, kept } = await failed()
    await store.close()
    const next = await openStore(path)
    expect(await next.restoreErrored(await next.startRun(sampleRun({ id: 'dev1', environment: 'dev' })))).toBe(0)
    expect(existsSync(kept)).toBe(true)
  })

  it('leaves no temporary file', async () => {
    const { store, kept } = await failed()
    await store.close()
    expect(readdirSync(dirname(kept)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})
