import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { RecordedResource } from '../../../src/plan/recorded-resource.ts'
import type { Store } from '../../../src/ports/store.ts'
import { end, sampleRecord, sampleRun } from './support/samples.ts'
import { makeStore, openStore, storePath } from './support/test-store.ts'

const secret = 'correct-horse-battery-staple'

const secretive: RecordedResource = sampleRecord({
  attributes: { user: 'readable-user', login: { password: `${secret}-1` }, keys: ['readable-key', `${secret}-2`] },
  attributesSensitive: { login: { password: true }, keys: [false, true] },
  outputs: { url: 'readable-url', token: { deep: [`${secret}-3`] } },
  outputsSensitive: { token: true },
})

/** Everything in the folder of the store, as text. */
function everything(path: string): string {
  const folder = dirname(path)
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'latin1'))
    .join('\n')
}

async function fill(store: Store): Promise<void> {
  const token = await store.startRun(sampleRun())
  await store.writeJournal(token, end('prod/app', { put: secretive }))
  await store.writeJournal(token, end('prod/db', { put: { ...secretive, address: 'prod/db', name: 'db' } }))
  await store.putTerraformState(token, 'prod/app', { serial: 1, lineage: 'l', body: `{"x":"${secret}-4"}` }, 1)
  await store.putTerraformState(token, 'prod/db', { serial: 1, lineage: 'l', body: `{"x":"${secret}-5"}` }, 1)
}

describe('what is sensitive', () => {
  it('stands in no file of the store, neither in the WAL nor in the database', async () => {
    const path = storePath()
    const store = await openStore(path)
    await fill(store)
    expect(everything(path)).toContain('readable-url')
    expect(everything(path)).not.toContain(secret)
    await store.close()
    for (const readable of ['readable-user', 'readable-key', 'readable-url']) expect(everything(path)).toContain(readable)
    expect(everything(path)).not.toContain(secret)
    expect(everything(path)).not.toContain(Buffer.from(secret).toString('base64').slice(0, 20))
  })

  it('comes back whole', async () => {
    const path = storePath()
    await makeStore(path, fill)
    const store = await openStore(path)
    expect((await store.resources())[0]).toEqual(secretive)
    expect((await store.terraformState('prod/app'))?.body).toBe(`{"x":"${secret}-4"}`)
  })

  it.each([
    {
      what: 'the sealed part of another record',
      sql: `UPDATE resources SET sealed = (SELECT sealed FROM resources WHERE address = 'prod/db') WHERE address = 'prod/app'`,
    },
    { what: 'another revision', sql: `UPDATE resources SET revision = 2 WHERE address = 'prod/app'` },
    { what: 'another environment', sql: `UPDATE resources SET environment = 'dev' WHERE address = 'prod/app'` },
    { what: 'other bytes', sql: `UPDATE resources SET sealed = randomblob(80) WHERE address = 'prod/app'` },
    { what: 'no place for them', sql: `UPDATE resources SET outputs = '{}' WHERE address = 'prod/app'` },
  ])('is not given out where a record has $what', async ({ sql }) => {
    const path = storePath()
    await makeStore(path, fill)
    tamper(path, sql)
    const store = await openStore(path)
    await expect(store.resources()).rejects.toMatchObject({
      name: 'StoreError',
      reason: 'damaged',
      message: 'the sensitive values of prod/app in the state database were changed from outside',
    })
  })

  it.each([
    { what: 'the body of another one', sql: `UPDATE terraform_states SET sealed = (SELECT sealed FROM terraform_states WHERE address = 'prod/db')` },
    { what: 'another serial', sql: 'UPDATE terraform_states SET serial = 2' },
    { what: 'another lineage', sql: `UPDATE terraform_states SET lineage = 'm'` },
  ])('is not given out where a Terraform state has $what', async ({ sql }) => {
    const path = storePath()
    await makeStore(path, fill)
    tamper(path, sql)
    const store = await openStore(path)
    await expect(store.terraformState('prod/app')).rejects.toMatchObject({
      name: 'StoreError',
      reason: 'damaged',
      message: 'the Terraform state of prod/app in the state database was changed from outside',
    })
  })
})

function tamper(path: string, sql: string): void {
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
}
