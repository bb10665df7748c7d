import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { checkDatabase } from '../../../src/adapters/sqlite/check-database.ts'
import { Database } from '../../../src/adapters/sqlite/database.ts'
import { openSqliteStore } from '../../../src/adapters/sqlite/open-sqlite-store.ts'
import { migrations } from '../../../src/adapters/sqlite/schema.ts'
import { StoreKey } from '../../../src/adapters/sqlite/store-key.ts'
import type { Store } from '../../../src/ports/store.ts'
import { tempFolder } from '../../rig/temp-folder.ts'
import { begin, counts, end, sampleRecord, sampleRun } from './support/samples.ts'
import { makeStore, openStore, project, refusal, restlessClock, storePath } from './support/test-store.ts'

const restore = 'put a sealed copy back: "genesis state restore FILE"; Genesis does not start over by itself, for it would forget what it made'

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)

function unusable(message: string, hint: string): object {
  return { code: 'store-unusable', severity: 'error', message, hint }
}

function change(path: string, sql: string): void {
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
}

async function fillWithRecords(store: Store): Promise<void> {
  const token = await store.startRun(sampleRun())
  const addresses = Array.from({ length: 300 }, (_, index) => `prod/r${index}`)
  await Promise.all(addresses.map((address) => store.writeJournal(token, end(address, { put: sampleRecord({ address, attributes: 'x'.repeat(300) }) }))))
}

describe('a store that is missing', () => {
  it('is empty and leaves no file behind when it may not be made', async () => {
    const path = storePath()
    const opened = await openSqliteStore({ path, project, clock: restlessClock(), create: false })
    expect(opened).toMatchObject({ ok: true, created: false })
    if (!opened.ok) return
    const { store } = opened
    expect(await store.resources()).toEqual([])
    expect(await store.runs({ limit: 10 })).toEqual([])
    expect(await store.run('run1')).toBe(null)
    expect(await store.unfinishedRun('prod')).toBe(null)
    expect(await store.journal('run1')).toEqual([])
    expect(await store.planUsedBy('plan1')).toBe(null)
    expect(await store.terraformState('prod/app')).toBe(null)
    await store.close()
    expect(existsSync(dirname(path))).toBe(false)
  })

  it('takes no write when it may not be made', async () => {
    const store = await openStore(storePath(), { create: false })
    const token = { run: 'run1', environment: 'prod', token: 1 }
    const writes = [
      () => store.startRun(sampleRun()),
      () => store.writeJournal(token, begin('prod/app')),
      () => store.endRun(token, { at: 1, outcome: 'failed', counts, complete: false }),
      () => store.abandonRun('run1', 1),
      () => store.putTerraformState(token, 'prod/app', { serial: 1, lineage: 'l', body: '{}' }, 1),
    ]
    for (const write of writes) await expect(write()).rejects.toMatchObject({ name: 'InternalError', code: 'store/read-only' })
  })

  it('is made private, with nothing left beside it', async () => {
    const path = storePath()
    const opened = await openSqliteStore({ path, project, clock: restlessClock(), create: true })
    if (!opened.ok) throw new Error(opened.diagnostic.message)
    onTestFinished(() => opened.store.close())
    expect(opened.created).toBe(true)
    const token = await opened.store.startRun(sampleRun())
    await opened.store.putTerraformState(token, 'prod/app', { serial: 1, lineage: 'l', body: '{}' }, 1)
    const files = readdirSync(dirname(path)).sort()
    expect(files).toEqual(['.gitignore', 'key', 'state.db', 'state.db-shm', 'state.db-wal'])
    expect(mode(dirname(path))).toBe('700')
    for (const file of files) expect(mode(join(dirname(path), file)), file).toBe('600')
    await opened.store.close()
    expect(readdirSync(dirname(path)).sort()).toEqual(['.gitignore', 'key', 'state.db'])
  })

  it('is made once, however many open it at once', async () => {
    const path = storePath()
    const all = await Promise.all(Array.from({ length: 5 }, () => openSqliteStore({ path, project, clock: restlessClock(), create: true })))
    const stores = all.flatMap((opened) => (opened.ok ? [opened.store] : []))
    expect(stores).toHaveLength(5)
    expect(all.filter((opened) => opened.ok && opened.created)).toHaveLength(1)
    await Promise.all(stores.map((store, index) => store.startRun(sampleRun({ id: `run${index}` }))))
    expect(await stores[0]?.runs({ limit: 10 })).toHaveLength(5)
    for (const store of stores) await store.close()
  })

  it('is not made over a WAL that belonged to another one', async () => {
    const path = storePath()
    mkdirSync(dirname(path))
    writeFileSync(`${path}-wal`, 'frames')
    for (const create of [true, false]) {
      expect(await refusal(path, { create })).toEqual(
        unusable(
          `the state database ${path} is missing, but the file ${path}-wal that belongs to it is there`,
          `put ${path} back beside it, or put a sealed copy back: "genesis state restore FILE"`,
        ),
      )
    }
    expect(existsSync(path)).toBe(false)
  })
})

describe('a store that is there', () => {
  it('is opened again, and other people lose their permission to it', async () => {
    const path = storePath()
    await makeStore(path)
    chmodSync(path, 0o644)
    const opened = await openSqliteStore({ path, project, clock: restlessClock(), create: true })
    expect(opened).toMatchObject({ ok: true, created: false })
    if (opened.ok) await opened.store.close()
    expect(mode(path)).toBe('600')
  })

  it('commits with full sync into a WAL', async () => {
    const path = storePath()
    await makeStore(path)
    const database = await Database.open(path)
    onTestFinished(() => database.close())
    expect(checkDatabase(database, new StoreKey(database, join(dirname(path), 'key')), project)).toBe(null)
    expect(database.get('PRAGMA journal_mode')).toMatchObject({ journal_mode: 'wal' })
    expect(database.get('PRAGMA synchronous')).toMatchObject({ synchronous: 2 })
  })

  it('is brought back into WAL mode after a copy left it', async () => {
    const path = storePath()
    await makeStore(path)
    change(path, 'PRAGMA journal_mode = DELETE')
    await openStore(path)
    change(path, 'PRAGMA user_version')
    expect(existsSync(`${path}-wal`)).toBe(true)
  })

  it.each([
    { what: 'the same id, renamed', stored: { name: 'a', id: '1' }, own: { name: 'b', id: '1' }, same: true },
    { what: 'the same name, an id only now', stored: { name: 'a', id: null }, own: { name: 'a', id: '1' }, same: true },
    { what: 'the same name, the id gone', stored: { name: 'a', id: '1' }, own: { name: 'a', id: null }, same: true },
    { what: 'the same name, another id', stored: { name: 'a', id: '1' }, own: { name: 'a', id: '2' }, same: false },
    { what: 'another name, no ids', stored: { name: 'a', id: null }, own: { name: 'b', id: null }, same: false },
    { what: 'another name, one id', stored: { name: 'a', id: null }, own: { name: 'b', id: '1' }, same: false },
  ])('knows its project: $what', async ({ stored, own, same }) => {
    const path = storePath()
    await (await openStore(path, { project: stored })).close()
    const opened = await openSqliteStore({ path, project: own, clock: restlessClock(), create: false })
    expect(opened.ok).toBe(same)
    if (opened.ok) await opened.store.close()
  })
})

describe('a store is refused', () => {
  it('when it belongs to another project', async () => {
    const path = storePath()
    await makeStore(path)
    expect(await refusal(path, { project: { name: 'shop', id: null } })).toEqual({
      code: 'store-foreign',
      severity: 'error',
      message: `the state database ${path} belongs to the project "platform" (id 6f1c0e52), and this is "shop"`,
      hint: 'work in the project it belongs to; if the project was renamed, give it the former name and id in genesis.yaml',
    })
  })

  it('when a newer Genesis wrote it, and it stays as it is', async () => {
    const path = storePath()
    await makeStore(path)
    change(path, 'PRAGMA user_version = 7')
    expect(await refusal(path)).toEqual({
      code: 'store-newer',
      severity: 'error',
      message: `the state database ${path} has version 7, and this Genesis knows versions up to ${migrations.length}`,
      hint: 'use the newer Genesis that wrote it, or put back a sealed copy from before: "genesis state restore FILE"',
    })
  })

  it('when it is no database', async () => {
    const path = storePath()
    mkdirSync(dirname(path))
    for (const content of ['not a database, but long enough for a header'.repeat(10), 'x']) {
      writeFileSync(path, content)
      expect(await refusal(path)).toEqual(unusable(`the state database ${path} is not a SQLite database`, restore))
    }
  })

  it('when its header is right and the rest is not', async () => {
    const path = storePath()
    await makeStore(path, fillWithRecords)
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.alloc(4096 - 100, 0xa5), 0, 4096 - 100, 100)
    closeSync(file)
    expect(await refusal(path)).toEqual(unusable(`the state database ${path} is damaged: database disk image is malformed`, restore))
  })

  it('when a page of what is recorded is not as it was, before anything reads it', async () => {
    const path = storePath()
    await makeStore(path, fillWithRecords)
    const database = new DatabaseSync(path)
    const page = Number(database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'resources'").get()?.['rootpage'])
    database.close()
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.alloc(64, 0xa5), 0, 64, (page - 1) * 4096)
    closeSync(file)
    expect((await refusal(path)).message).toContain(`the state database ${path} is damaged: `)
  })

  it.each([
    [0x6969, 'NFS'],
    [-11317950, 'CIFS'],
  ])('when its folder is on a network file system (%i)', async (type, name) => {
    const path = storePath()
    expect(await refusal(path, { fileSystemType: () => type })).toEqual(
      unusable(
        `the state database ${path} is on a network file system (${name}), where two machines cannot be kept from writing at once`,
        'keep the project on a local disk, or make its .genesis a link to a folder on one',
      ),
    )
    expect(existsSync(path)).toBe(false)
  })

  it('when it was cut off', async () => {
    const path = storePath()
    await makeStore(path, fillWithRecords)
    truncateSync(path, Math.floor(statSync(path).size / 2))
    expect(await refusal(path)).toEqual(unusable(`the state database ${path} is damaged: database disk image is malformed`, restore))
    truncateSync(path, 0)
    expect(await refusal(path)).toEqual(unusable(`the state database ${path} is empty: it was cut off`, restore))
    expect(statSync(path).size).toBe(0)
  })

  it('when tables are missing', async () => {
    const path = storePath()
    await makeStore(path)
    change(path, 'DROP TABLE meta')
    expect(await refusal(path)).toEqual(unusable(`the state database ${path} is damaged: no such table: meta`, restore))
  })

  it('when it is the database of another program, and it stays as it is', async () => {
    const path = storePath()
    mkdirSync(dirname(path))
    change(path, 'CREATE TABLE bookmarks (url TEXT)')
    expect(await refusal(path)).toEqual(
      unusable(`${path} is a SQLite database of another program`, 'move it away: Genesis keeps its state in a file of this name'),
    )
    expect(readdirSync(dirname(path))).toEqual(['state.db'])
  })

  it('when another program keeps it locked', async () => {
    const path = storePath()
    await makeStore(path)
    const other = new DatabaseSync(path)
    onTestFinished(() => other.close())
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; SELECT * FROM meta')
    expect(await refusal(path)).toEqual(
      unusable(`the state database ${path} is locked by another program`, 'close what has it open, for example a "sqlite3" shell, and try again'),
    )
  })

  it('when a folder or a file is in its way', async () => {
    const path = storePath()
    mkdirSync(path, { recursive: true })
    expect(await refusal(path)).toEqual(unusable(`${path} is not a file`, 'move it away: Genesis keeps its state in a file of this name'))
    rmSync(dirname(path), { recursive: true })
    writeFileSync(dirname(path), '')
    expect(await refusal(path)).toEqual(unusable(`${dirname(path)} is not a folder`, 'move it away: Genesis keeps its state in a folder of this name'))
  })

  it('when SQLite could lose what it committed, or the file system cannot hold a WAL', async () => {
    const path = storePath()
    await makeStore(path)
    const database = await Database.open(path)
    onTestFinished(() => database.close())
    const key = new StoreKey(database, join(dirname(path), 'key'))
    const get = vi.spyOn(database, 'get')
    const answering = (statement: string, row: Record<string, string>): void => {
      get.mockImplementation((sql, ...parameters) => (sql === statement ? row : Database.prototype.get.call(database, sql, ...parameters)))
    }
    answering('SELECT sqlite_version() AS version', { version: '3.45.1' })
    expect(checkDatabase(database, key, project)).toEqual(
      unusable(
        'SQLite 3.45.1, which this Node.js comes with, can lose what it committed',
        'use a Node.js with SQLite 3.51.3 or later; "npx genesis" brings one',
      ),
    )
    answering('PRAGMA journal_mode = WAL', { journal_mode: 'delete' })
    expect(checkDatabase(database, key, project)).toEqual(
      unusable(
        `the state database ${path} is on a file system that cannot share memory between processes`,
        'keep the project on a local disk, not on a network share',
      ),
    )
  })
})

describe('the key of a store', () => {
  const withSecret = async (store: Store): Promise<void> => {
    const token = await store.startRun(sampleRun())
    await store.writeJournal(token, end('prod/app', { put: sampleRecord({ outputs: { password: 'hunter2' }, outputsSensitive: { password: true } }) }))
  }
  const hint = (path: string): string => `restore ${join(dirname(path), 'key')} from the backup of ${path}; nothing else can open the sensitive values in it`

  it('is not needed, nor made, where nothing is sensitive', async () => {
    const path = storePath()
    await makeStore(path, fillWithRecords)
    expect(existsSync(join(dirname(path), 'key'))).toBe(false)
    await openStore(path)
  })

  it.each([
    {
      what: 'lost',
      damage: (key: string) => rmSync(key),
      says: (path: string, key: string) => `the key ${key} is missing: sensitive values in the state database ${path} cannot be read`,
    },
    {
      what: 'cut off',
      damage: (key: string) => truncateSync(key, 20),
      says: (path: string, key: string) => `the key ${key} is damaged: sensitive values in the state database ${path} cannot be read`,
    },
    {
      what: 'another one',
      damage: (key: string) => writeFileSync(key, `${'ab'.repeat(32)}\n`),
      says: (path: string, key: string) => `the key ${key} is not the one that the state database ${path} was written with`,
    },
  ])('is asked for when it is $what', async ({ damage, says }) => {
    const path = storePath()
    const key = join(dirname(path), 'key')
    await makeStore(path, withSecret)
    damage(key)
    for (const create of [true, false]) expect(await refusal(path, { create })).toEqual(unusable(says(path, key), hint(path)))
  })

  it('is taken again when it comes back', async () => {
    const path = storePath()
    const key = join(dirname(path), 'key')
    await makeStore(path, withSecret)
    renameSync(key, `${key}.away`)
    await refusal(path)
    renameSync(`${key}.away`, key)
    expect((await (await openStore(path)).resources())[0]?.outputs).toEqual({ password: 'hunter2' })
  })

  it('is shared by everybody who has the store open when it is made', async () => {
    const path = storePath()
    const [one, other] = [await openStore(path), await openStore(path)]
    await withSecret(one)
    expect((await other.resources())[0]?.outputs).toEqual({ password: 'hunter2' })
    const token = await other.startRun(sampleRun({ id: 'run2', environment: 'dev' }))
    await other.putTerraformState(token, 'dev/app', { serial: 1, lineage: 'l', body: 'body' }, 1)
    expect((await one.terraformState('dev/app'))?.body).toBe('body')
  })
})

describe('permissions', () => {
  const nobody = 65534

  /** Opens the store as somebody without special rights, for the kernel refuses nothing to root. */
  function refusalForNobody(path: string): unknown {
    const { uid, gid } = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
    const program = join(import.meta.dirname, 'support', 'open-store-program.ts')
    const result = spawnSync(process.execPath, [program, path], { ...(uid === undefined ? {} : { uid, gid }), encoding: 'utf8' })
    expect(result.stderr).toBe('')
    return JSON.parse(result.stdout)
  }

  /** A store that belongs to whom {@link refusalForNobody} runs as. */
  async function theirStore(): Promise<string> {
    const path = storePath()
    await makeStore(path)
    if (process.getuid?.() === 0) for (const file of [dirname(dirname(path)), dirname(path), path]) chownSync(file, nobody, nobody)
    return path
  }

  it('let the owner in', async () => {
    expect(refusalForNobody(await theirStore())).toBe(null)
  })

  it('name a file that cannot be written', async () => {
    const path = await theirStore()
    chmodSync(path, 0o400)
    expect(refusalForNobody(path)).toEqual(unusable(`the state database ${path} cannot be written`, `give yourself permission: "chmod u+rw ${path}"`))
  })

  it.each([0o500, 0o600, 0o000])('name a folder with mode %i that cannot be written', async (permissions) => {
    const path = await theirStore()
    chmodSync(dirname(path), permissions)
    onTestFinished(() => chmodSync(dirname(path), 0o700))
    expect(refusalForNobody(path)).toEqual(
      unusable(
        `the folder ${dirname(path)} cannot be written`,
        `the state database makes files beside itself: give yourself permission, "chmod u+rwx ${dirname(path)}"`,
      ),
    )
  })

  it('name the folder in which the store cannot be made', async () => {
    const path = await theirStore()
    rmSync(dirname(path), { recursive: true })
    const folder = dirname(dirname(path))
    chmodSync(folder, 0o500)
    onTestFinished(() => chmodSync(folder, 0o700))
    expect(refusalForNobody(path)).toMatchObject({ code: 'store-unusable', message: `the folder ${folder} cannot be written` })
  })
})

describe('a backup', () => {
  it('made with VACUUM INTO opens in another folder together with the key', async () => {
    const path = storePath()
    const store = await openStore(path)
    const token = await store.startRun(sampleRun())
    const record = sampleRecord({ outputs: { password: 'hunter2' }, outputsSensitive: { password: true } })
    await store.writeJournal(token, end('prod/app', { put: record }))
    const copy = join(tempFolder(), 'state.db')
    change(path, `VACUUM INTO '${copy}'`)
    copyFileSync(join(dirname(path), 'key'), join(dirname(copy), 'key'))
    expect(await (await openStore(copy, { create: false })).resources()).toEqual([record])
  })
})
