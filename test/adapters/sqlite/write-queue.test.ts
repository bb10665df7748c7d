import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { busyAttempts } from '../../../src/adapters/sqlite/when-free.ts'
import { begin, end, sampleRecord, sampleRun } from './support/samples.ts'
import { openInside, openStore, restlessClock, storePath } from './support/test-store.ts'

/** Another program that holds the write lock until it is told otherwise. */
function holdLock(path: string): { release: () => void } {
  const other = new DatabaseSync(path)
  onTestFinished(() => other.close())
  other.exec('BEGIN IMMEDIATE')
  return { release: () => other.exec('ROLLBACK') }
}

describe('group commit', () => {
  it('puts what is written at once into one transaction, in the order of the calls', async () => {
    const { store, database } = await openInside(storePath())
    const token = await store.startRun(sampleRun())
    const transact = vi.spyOn(database, 'transact')
    const addresses = Array.from({ length: 50 }, (_, index) => `prod/r${index}`)
    await Promise.all(addresses.map((address) => store.writeJournal(token, begin(address))))
    expect(transact).toHaveBeenCalledTimes(1)
    expect((await store.journal('run1')).map((entry) => entry.address)).toEqual(addresses)
  })

  it('also takes in what is written by callbacks of the same turn', async () => {
    const { store, database } = await openInside(storePath())
    const token = await store.startRun(sampleRun())
    const transact = vi.spyOn(database, 'transact')
    const later = async (depth: number): Promise<void> => {
      for (let step = 0; step < depth; step++) await Promise.resolve()
      await store.writeJournal(token, begin(`prod/r${depth}`))
    }
    await Promise.all([later(0), later(3), later(20)])
    expect(transact).toHaveBeenCalledTimes(1)
  })

  it('ends a transaction at 500 calls', async () => {
    const { store, database } = await openInside(storePath())
    const token = await store.startRun(sampleRun())
    const transact = vi.spyOn(database, 'transact')
    await Promise.all(Array.from({ length: 1001 }, (_, index) => store.writeJournal(token, begin(`prod/r${index}`))))
    expect(transact).toHaveBeenCalledTimes(3)
    expect(await store.journal('run1')).toHaveLength(1001)
  })

  it('resolves after the commit: another connection sees it', async () => {
    const path = storePath()
    const store = await openStore(path)
    const token = await store.startRun(sampleRun())
    const reader = new DatabaseSync(path, { readOnly: true })
    onTestFinished(() => reader.close())
    const seen = (): unknown => reader.prepare('SELECT count(*) AS n FROM journal').get()
    const written = store.writeJournal(token, begin('prod/app'))
    expect(seen()).toMatchObject({ n: 0 })
    await written
    expect(seen()).toMatchObject({ n: 1 })
  })

  it('finishes what was handed over before it closes, and takes nothing after it', async () => {
    const path = storePath()
    const store = await openStore(path)
    const token = await store.startRun(sampleRun())
    const written = store.writeJournal(token, begin('prod/app'))
    await Promise.all([store.close(), store.close()])
    await written
    await expect(store.writeJournal(token, begin('prod/db'))).rejects.toMatchObject({ code: 'store/closed' })
    await expect(store.resources()).rejects.toMatchObject({ code: 'store/closed' })
    expect(await (await openStore(path)).journal('run1')).toHaveLength(1)
  })
})

describe('a database that another program has locked', () => {
  it('is tried again until it is free', async () => {
    const path = storePath()
    const lock: { release: () => void }[] = []
    const { store } = await openInside(
      path,
      restlessClock((times) => times === 3 && lock[0]?.release()),
    )
    lock.push(holdLock(path))
    expect(await store.startRun(sampleRun())).toMatchObject({ token: 1 })
  })

  it('can be read meanwhile', async () => {
    const path = storePath()
    const store = await openStore(path)
    holdLock(path)
    expect(await store.resources()).toEqual([])
  })

  it('is given up in the end', async () => {
    const path = storePath()
    let slept = 0
    const { store } = await openInside(
      path,
      restlessClock((times) => (slept = times)),
    )
    const { release } = holdLock(path)
    await expect(store.startRun(sampleRun())).rejects.toMatchObject({
      name: 'StoreError',
      reason: 'io',
      message: `the state database ${path} is locked by another program (database is locked)`,
    })
    expect(slept).toBe(busyAttempts - 1)
    release()
    await expect(store.startRun(sampleRun())).rejects.toMatchObject({ reason: 'io' })
  })
})

describe('a disk without space', () => {
  it('fails the whole group, writes nothing more, and keeps what was there', async () => {
    const path = storePath()
    const { store, database } = await openInside(path)
    const token = await store.startRun(sampleRun())
    await store.writeJournal(token, end('prod/app', { put: sampleRecord() }))
    database.exec('PRAGMA max_page_count = 1')
    const full = `the state database ${path} has no space left to grow (database or disk is full)`
    const big = sampleRecord({ address: 'prod/big', attributes: 'x'.repeat(100_000) })
    const group = await Promise.allSettled([
      store.writeJournal(token, begin('prod/app')),
      store.writeJournal(token, end('prod/big', { put: big })),
      store.writeJournal(token, begin('prod/db')),
    ])
    const kept = `${full}; what could not be written is kept in ${join(dirname(path), 'errored-run1.sealed')}, and goes in with the next run`
    const reasons = [full, kept, full].map((message) => ({ status: 'rejected', reason: { name: 'StoreError', reason: 'no-space', message } }))
    expect(group).toMatchObject(reasons)

    database.exec('PRAGMA max_page_count = 100000')
    const closed = { name: 'StoreError', reason: 'no-space', message: `nothing more is written after a write failed: ${full}` }
    await expect(store.writeJournal(token, begin('prod/db'))).rejects.toMatchObject(closed)
    await expect(store.startRun(sampleRun({ id: 'run2' }))).rejects.toMatchObject(closed)
    expect(await store.resources()).toEqual([sampleRecord()])
    expect(await store.journal('run1')).toHaveLength(1)
    await store.close()

    const again = await openStore(path)
    expect(await again.resources()).toEqual([sampleRecord()])
    await again.startRun(sampleRun({ id: 'run2' }))
  })
})

describe('a database that was damaged while it is open', () => {
  it.each([
    { column: 'revision', value: '9007199254740993' },
    { column: 'revision', value: `'many'` },
    { column: 'memory', value: `'{'` },
    { column: 'attributes', value: `x'00'` },
    { column: 'sealed', value: `x'01'` },
  ])('says so when $column is read and holds $value', async ({ column, value }) => {
    const { store, database } = await openInside(storePath())
    const token = await store.startRun(sampleRun())
    await store.writeJournal(token, end('prod/app', { put: sampleRecord() }))
    expect(await store.resources()).toHaveLength(1)
    database.exec(`UPDATE resources SET ${column} = ${value}`)
    await expect(store.resources()).rejects.toMatchObject({ name: 'StoreError', reason: 'damaged' })
  })
})
