import { describe, expect, it } from 'vitest'
import type { Intent } from '../../../src/plan/intent.ts'
import { begin, counts, sampleRecord, sampleRun } from './support/samples.ts'
import { openInside, openStore, storePath } from './support/test-store.ts'

function state(serial: number, lineage = 'one'): { serial: number; lineage: string; body: string } {
  return { serial, lineage, body: JSON.stringify({ serial, lineage, filler: 'x'.repeat(1000) }) }
}

const copy = (serial: number, backend = 'local:/p/terraform.tfstate') => ({ ...state(serial), backend })
const sampleIntent: Intent = {
  address: 'prod/app',
  environment: 'prod',
  kind: 'TerraformStack',
  run: 'run1',
  step: 'prod/app#update',
  action: 'update',
  key: 'k',
  folder: '/runs/x',
  at: 1,
  desired: null,
  keeps: null,
  memory: null,
  state: { kind: 'open' },
}

const end = { at: 1, outcome: 'succeeded', counts, complete: true } as const

describe('a copy of a state that lies elsewhere', () => {
  it('is kept beside the states that Genesis keeps, and mistaken for none', async () => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun())
    await store.putStateCopy(token, 'prod/app', copy(1), 1)
    expect(await store.terraformState('prod/app')).toBeNull()
    expect(await store.stateCopy('prod/app')).toEqual(copy(1))
    await store.putTerraformState(token, 'prod/app', state(9), 1)
    expect(await store.stateCopy('prod/app')).toEqual(copy(1))
    expect(await store.terraformState('prod/app')).toEqual(state(9))
  })

  it('is not kept twice', async () => {
    const { store, database } = await openInside(storePath())
    const token = await store.startRun(sampleRun())
    for (const one of [copy(1), copy(1), copy(2), copy(2, 's3:b/k'), copy(1)]) await store.putStateCopy(token, 'prod/app', one, 1)
    expect(database.all('SELECT serial, backend FROM terraform_states ORDER BY version').map((row) => ({ ...row }))).toEqual(
      [copy(1), copy(2), copy(2, 's3:b/k'), copy(1)].map(({ serial, backend }) => ({ serial, backend })),
    )
  })

  it('moves with its record', async () => {
    const store = await openStore(storePath())
    const token = await store.startRun(sampleRun())
    await store.putStateCopy(token, 'prod/app', copy(1), 1)
    await store.writeJournal(token, begin('prod/web', { move: 'prod/app', put: sampleRecord({ address: 'prod/web', name: 'web' }) }))
    expect([await store.stateCopy('prod/app'), await store.stateCopy('prod/web')]).toEqual([null, copy(1)])
  })
})

describe('versions of a state', () => {
  it('are compressed', async () => {
    const { store, database } = await openInside(storePath())
    const token = await store.startRun(sampleRun())
    await store.putTerraformState(token, 'prod/app', state(1), 1)
    const [row] = database.all('SELECT length(sealed) AS size FROM terraform_states')
    expect(Number(row?.['size'])).toBeLessThan(200)
  })

  it('of one long run leave its last ones; of many runs the last of each', async () => {
    const { store, database } = await openInside(storePath())
    for (let run = 1; run <= 60; run++) {
      const token = await store.startRun(sampleRun({ id: `run${run}` }))
      for (let part = 0; part < 3; part++) await store.putTerraformState(token, 'prod/app', state(run * 100 + part), 1)
      await store.endRun(token, end)
    }
    const token = await store.startRun(sampleRun({ id: 'long' }))
    for (let part = 0; part < 30; part++) await store.putTerraformState(token, 'prod/app', state(10_000 + part), 1)
    const before = database.all('SELECT version FROM terraform_states').length
    await store.endRun(token, end)
    const serials = database.all('SELECT serial FROM terraform_states ORDER BY version').map((row) => Number(row['serial']))
    expect(before).toBeGreaterThan(serials.length)
    const ofRuns = Array.from({ length: 49 }, (_, index) => (index + 12) * 100 + 2)
    const newest = Array.from({ length: 10 }, (_, index) => 10_020 + index)
    expect(serials).toEqual([...ofRuns, ...newest])
    expect((await store.terraformState('prod/app'))?.serial).toBe(10_029)
  })

  it('all stay while nobody knows what became of a step', async () => {
    const { store, database } = await openInside(storePath())
    const token = await store.startRun(sampleRun())
    await store.writeJournal(token, { ...begin('prod/app'), intent: sampleIntent })
    for (let serial = 1; serial <= 30; serial++) await store.putTerraformState(token, 'prod/app', state(serial), 1)
    await store.endRun(token, end)
    expect(database.all('SELECT serial FROM terraform_states')).toHaveLength(30)
  })
})
