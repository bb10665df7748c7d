import { describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/ports/store.ts'
import { begin, end, sampleRecord, sampleRun } from './support/samples.ts'
import { openInside, openStore, storePath } from './support/test-store.ts'

const old = sampleRecord({ attributes: { password: 'hunter2' }, attributesSensitive: { password: true } })
const renamed = { ...old, address: 'prod/web', name: 'web' }

function state(serial: number, lineage = 'one'): { serial: number; lineage: string; body: string } {
  return { serial, lineage, body: `{"serial":${serial},"lineage":"${lineage}"}` }
}

describe('a move', () => {
  it('of a begin takes the record, its secrets and what depends on it along', async () => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun())
    const dependent = sampleRecord({ address: 'prod/dns', name: 'dns', dependencies: ['prod/app', 'prod/app_', 'prod/zone'] })
    await store.writeJournal(token, end('prod/app', { put: old }, { put: dependent }))
    await store.writeJournal(token, begin('prod/web', { move: 'prod/app', put: renamed }))
    expect(await store.resources()).toEqual([{ ...dependent, dependencies: ['prod/app_', 'prod/web', 'prod/zone'] }, renamed])
    const journal = await store.journal('run1')
    expect(journal.at(-1)?.detail).toMatchObject({ action: 'create', records: [{ move: 'prod/app', put: 'prod/web', revision: 1, status: 'ready' }] })
  })

  it('leaves what other environments read as it is', async () => {
    const store = await openStore(storePath())
    const dev = await store.startRun(sampleRun({ id: 'dev', environment: 'dev' }))
    const reader = sampleRecord({ address: 'dev/app', environment: 'dev', dependencies: ['prod/app'] })
    await store.writeJournal(dev, end('dev/app', { put: reader }))
    const token = await store.startRun(sampleRun())
    await store.writeJournal(token, end('prod/app', { put: old }))
    await store.writeJournal(token, begin('prod/web', { move: 'prod/app', put: renamed }))
    expect(await store.resources('dev')).toEqual([reader])
  })

  it('puts every version of the Terraform state behind those that are there', async () => {
    const { store, database } = await openInside(storePath())
    const token = await store.startRun(sampleRun())
    await store.putTerraformState(token, 'prod/web', state(9, 'earlier'), 1)
    for (const serial of [1, 2, 3]) await store.putTerraformState(token, 'prod/app', state(serial), serial)
    await store.writeJournal(token, end('prod/app', { put: old }))
    await store.writeJournal(token, begin('prod/web', { move: 'prod/app', put: renamed }))
    expect(await store.terraformState('prod/app')).toBeNull()
    expect(await store.terraformState('prod/web')).toEqual(state(3))
    const rows = database.all('SELECT address, version, serial FROM terraform_states ORDER BY address, version').map((row) => ({ ...row }))
    expect(rows).toEqual([9, 1, 2, 3].map((serial, index) => ({ address: 'prod/web', version: index + 1, serial })))
  })

  it('seals states for their new address: put back by hand, they do not open', async () => {
    const { store, database } = await openInside(storePath())
    const token = await store.startRun(sampleRun())
    await store.putTerraformState(token, 'prod/app', state(1), 1)
    await store.writeJournal(token, begin('prod/web', { move: 'prod/app', put: renamed }))
    database.run("UPDATE terraform_states SET address = 'prod/app'")
    await expect(store.terraformState('prod/app')).rejects.toThrow('was changed from outside')
  })

  it('keeps a version that cannot be opened, as unreadable as it was', async () => {
    const { store, database } = await openInside(storePath())
    const token = await store.startRun(sampleRun())
    for (const serial of [1, 2]) await store.putTerraformState(token, 'prod/app', state(serial), serial)
    database.run("UPDATE terraform_states SET sealed = x'00' WHERE serial = 1")
    await store.writeJournal(token, begin('prod/web', { move: 'prod/app', put: renamed }))
    expect(await store.terraformState('prod/web')).toEqual(state(2))
    expect(database.all("SELECT serial FROM terraform_states WHERE address = 'prod/web'")).toHaveLength(2)
  })

  it('of an older run moves nothing', async () => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun())
    await store.putTerraformState(token, 'prod/app', state(1), 1)
    await store.writeJournal(token, end('prod/app', { put: old }))
    await store.startRun(sampleRun({ id: 'run2' }))
    await expect(store.writeJournal(token, begin('prod/web', { move: 'prod/app', put: renamed }))).rejects.toBeInstanceOf(StoreError)
    expect(await store.resources()).toEqual([old])
    expect(await store.terraformState('prod/app')).toEqual(state(1))
  })

  it('does not reach into another environment', async () => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun())
    await expect(store.writeJournal(token, begin('prod/web', { move: 'dev/app', put: renamed }))).rejects.toThrow('a run of prod wrote to dev/app')
  })
})
