import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sqliteStoreFiles } from '../../../src/adapters/sqlite/copies/sqlite-store-files.ts'
import { Database } from '../../../src/adapters/sqlite/database.ts'
import type { Store } from '../../../src/ports/store.ts'
import { tempFolder } from '../../rig/temp-folder.ts'
import { counts, end, sampleRecord, sampleRun } from './support/samples.ts'
import { makeStore, openInside, openStore, project, restlessClock, storePath } from './support/test-store.ts'

const files = sqliteStoreFiles(restlessClock())
const ended = { at: 1, outcome: 'succeeded', counts, complete: true } as const
const secret = 'hunter2-hunter2'

async function fill(store: Store): Promise<void> {
  const token = await store.startRun(sampleRun())
  const put = sampleRecord({ dependencies: [], outputs: { password: secret, name: 'plain-name' }, outputsSensitive: { password: true } })
  await store.writeJournal(token, end('prod/app', { put }))
  await store.putTerraformState(token, 'prod/app', { serial: 1, lineage: 'l', body: '{"serial":1,"lineage":"l"}' }, 1)
  await store.endRun(token, ended)
}

/** A store with something in it, and a copy of it. */
async function copied() {
  const path = storePath()
  await makeStore(path, fill)
  const copy = join(tempFolder(), 'x.genesis-store')
  const made = await files.copy({ path, project }, copy)
  if (!made.ok) throw new Error(made.diagnostic.message)
  return { path, copy, place: { path, project }, key: join(dirname(path), 'key') }
}

describe('a sealed copy', () => {
  it('holds everything, readable for nobody but who has the key', async () => {
    const { copy, place } = await copied()
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    const bytes = readFileSync(copy).toString('latin1')
    for (const text of [secret, 'plain-name', 'SQLite format']) expect(bytes).not.toContain(text)
    expect(await files.verifyCopy(place, copy, null)).toEqual({
      ok: true,
      value: { problems: [], counted: { resources: 1, runs: 1, terraformStates: 1, checkpoints: 0, blobs: 0 } },
    })
    expect(readdirSync(dirname(place.path)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('is made while somebody writes, of what was committed by then', async () => {
    const { path, place } = await copied()
    const store = await openStore(path)
    await store.startRun(sampleRun({ id: 'run2' }))
    const made = await files.copy(place, join(tempFolder(), 'y'))
    expect(made).toMatchObject({ ok: true, value: { newestRun: 'run2' } })
  })

  it('does not write over a file', async () => {
    const { copy, place } = await copied()
    expect(await files.copy(place, copy)).toMatchObject({ ok: false, diagnostic: { message: expect.stringContaining('is there already') as string } })
  })

  it('is put back where nothing is, with its key', async () => {
    const { copy, key } = await copied()
    const path = storePath()
    expect(await files.restore({ path, project }, copy, key)).toMatchObject({ ok: true, value: { aside: null, newestRun: 'run1' } })
    const [record] = await (await openStore(path)).resources()
    expect(record?.outputs).toMatchObject({ password: secret })
    expect(statSync(join(dirname(path), 'key')).mode & 0o777).toBe(0o600)
  })

  it('is put back over a damaged store, which stays beside it, and its WAL does not mix with it', async () => {
    const { copy, path, place } = await copied()
    writeFileSync(path, 'no database')
    writeFileSync(`${path}-wal`, 'of the old one')
    const restored = await files.restore(place, copy, null)
    if (!restored.ok) throw new Error(restored.diagnostic.message)
    const { aside } = restored.value
    expect([readFileSync(aside ?? '', 'utf8'), readFileSync(`${aside ?? ''}-wal`, 'utf8')]).toEqual(['no database', 'of the old one'])
    expect(await (await openStore(path)).resources()).toHaveLength(1)
  })

  it('is put back over a store that was killed, which stays beside it whole, in one file', async () => {
    const { path, copy, key } = await copied()
    const store = await openStore(path)
    await store.startRun(sampleRun({ id: 'run2' }))
    const killed = storePath()
    mkdirSync(dirname(killed), { recursive: true })
    for (const ending of ['', '-wal']) copyFileSync(`${path}${ending}`, `${killed}${ending}`)
    copyFileSync(key, join(dirname(killed), 'key'))
    const restored = await files.restore({ path: killed, project }, copy, null)
    if (!restored.ok) throw new Error(restored.diagnostic.message)
    const { aside } = restored.value
    expect(existsSync(`${aside ?? ''}-wal`)).toBe(false)
    expect((await (await openStore(aside ?? '')).run('run2'))?.id).toBe('run2')
  })

  it.each<[string, (copy: string) => void, string]>([
    ['with a byte changed', (copy) => flip(copy, -40), 'was changed or cut off'],
    ['with its head changed', (copy) => flip(copy, 60), ''],
    ['cut off', (copy) => truncateSync(copy, statSync(copy).size - 5), 'was changed or cut off'],
    ['cut off in its head', (copy) => truncateSync(copy, 40), 'is no sealed copy'],
    ['that is something else', (copy) => writeFileSync(copy, 'hello'), 'is no sealed copy'],
  ])('%s is refused, and the store stays as it is', async (_, damage, message) => {
    const { copy, path, place } = await copied()
    damage(copy)
    const before = readFileSync(path)
    const answer = await files.restore(place, copy, null)
    expect(answer).toMatchObject({ ok: false, diagnostic: { message: expect.stringContaining(message) as string } })
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(readdirSync(dirname(path)).filter((name) => name.includes('.tmp') || name.includes('before-restore'))).toEqual([])
  })

  it('does not open with another key, nor in another project', async () => {
    const { copy, place } = await copied()
    const other = await copied()
    expect(await files.restore(place, copy, other.key)).toMatchObject({
      diagnostic: { message: `${copy} was sealed with another key than ${other.key}`, hint: expect.stringContaining('--key') as string },
    })
    expect(await files.verifyCopy({ ...place, project: { name: 'x', id: '1' } }, copy, null)).toMatchObject({ diagnostic: { code: 'store-foreign' } })
    expect(await files.restore(place, copy, '/nowhere')).toMatchObject({ ok: false })
  })

  it('of each run is kept in a folder, the newest twenty of a store', async () => {
    const path = storePath()
    const folder = join(tempFolder(), 'a/b')
    const failures: string[] = []
    const store = await openStore(path, { backup: { folder, failed: (why) => failures.push(why) } })
    for (let run = 10; run < 35; run++) await store.endRun(await store.startRun(sampleRun({ id: `run${run}` })), ended)
    const other = await copied()
    copyFileSync(other.copy, join(folder, 'other.genesis-store'))
    await store.endRun(await store.startRun(sampleRun({ id: 'run35' })), ended)
    expect(failures).toEqual([])
    const copies = await files.copies({ path, project }, folder)
    expect(copies.map(({ newestRun }) => newestRun).filter((run) => run !== 'run1')).toHaveLength(20)
    expect(existsSync(join(folder, 'other.genesis-store'))).toBe(true)
    expect(existsSync(join(folder, 'run35.genesis-store'))).toBe(true)
  })

  it('that cannot be written does not undo the run', async () => {
    const path = storePath()
    const file = join(tempFolder(), 'file')
    writeFileSync(file, '')
    const failures: string[] = []
    const store = await openStore(path, { backup: { folder: join(file, 'below'), failed: (why) => failures.push(why) } })
    await store.endRun(await store.startRun(sampleRun()), ended)
    expect(failures).toEqual([expect.stringContaining('ENOTDIR')])
    expect((await store.run('run1'))?.outcome).toBe('succeeded')
  })
})

describe('a full look', () => {
  it.each<[string, string, string]>([
    ['a seal that was changed', "UPDATE resources SET sealed = x'01'", 'the sensitive values of prod/app in the state database were changed from outside'],
    [
      'a state that was changed',
      "UPDATE terraform_states SET sealed = x'01'",
      'the Terraform state of prod/app in the state database was changed from outside',
    ],
    [
      'a state under another serial',
      'UPDATE terraform_states SET serial = 7',
      'the Terraform state of prod/app in the state database was changed from outside',
    ],
    ['a row that is none', "UPDATE runs SET holder = 'x'", 'the state database is damaged: "holder" holds something that was not written there'],
    ['what depends on nothing', `UPDATE resources SET dependencies = '["prod/gone"]'`, 'prod/app depends on prod/gone, which is not recorded'],
    ['a blob that was changed', "INSERT INTO blobs VALUES ('sha256:00', x'00')", 'the blob sha256:00 does not match its digest'],
    [
      'a hold that is none',
      "INSERT INTO holds VALUES ('prod', 1, 'x', 'me', 'soon', NULL, NULL, NULL)",
      'the state database is damaged: "placed_at" holds something that was not written there',
    ],
    [
      'an environment without its token',
      "UPDATE environments SET token = 'x'",
      'the state database is damaged: "token" holds something that was not written there',
    ],
    [
      'sources that are gone',
      "INSERT INTO checkpoints VALUES ('prod', 3, 1, 'run1', 'run-start', NULL, 'sha256:00', 1, NULL, '1', NULL)",
      'the sources of the checkpoint prod.3 are not there',
    ],
    ['a journal that is none', "UPDATE journal SET detail = '{'", 'the state database is damaged: "detail" holds something that was not written there'],
  ])('finds %s', async (_, sql, problem) => {
    const { path, place } = await copied()
    const database = await Database.open(path)
    database.exec(sql)
    database.close()
    expect(await files.verify(place)).toMatchObject({ ok: true, value: { problems: [problem] } })
  })

  it('finds what a run could not record, and what nobody can open', async () => {
    const { path, place } = await copied()
    const { store, database } = await openInside(path)
    const token = await store.startRun(sampleRun({ id: 'run2' }))
    database.exec('PRAGMA max_page_count = 1')
    const put = sampleRecord({ outputs: { big: 'x'.repeat(200_000) } })
    await expect(store.writeJournal(token, end('prod/app', { put }))).rejects.toThrow('is kept in')
    const kept = join(dirname(path), 'errored-run2.sealed')
    expect(await files.verify(place)).toMatchObject({
      ok: true,
      value: { problems: [`what run run2 could not record of prod/app is still in ${kept}: the next apply, or "genesis resume", records it`] },
    })
    writeFileSync(kept, 'changed')
    expect(await files.verify(place)).toMatchObject({ ok: true, value: { problems: [`${kept}, which a run kept, was changed, or is of another key`] } })
  })

  it('finds a page that was overwritten', async () => {
    const { path, place } = await copied()
    const bytes = readFileSync(path)
    bytes.fill(0xab, bytes.indexOf('CREATE TABLE journal') === -1 ? 0 : bytes.length - 4096)
    writeFileSync(path, bytes)
    const answer = await files.verify(place)
    expect(answer.ok ? answer.value.problems.length : 1).toBeGreaterThan(0)
  })

  it('says that there is nothing yet', async () => {
    expect(await files.verify({ path: storePath(), project })).toMatchObject({ ok: false, diagnostic: { code: 'store-unusable' } })
  })
})

function flip(path: string, at: number): void {
  const bytes = readFileSync(path)
  const index = at < 0 ? bytes.length + at : at
  bytes[index] = (bytes[index] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
