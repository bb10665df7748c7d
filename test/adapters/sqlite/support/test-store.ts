import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { checkDatabase } from '../../../../src/adapters/sqlite/check-database.ts'
import { Database } from '../../../../src/adapters/sqlite/database.ts'
import { openSqliteStore, type OpenStoreOptions } from '../../../../src/adapters/sqlite/open-sqlite-store.ts'
import { SqliteStore } from '../../../../src/adapters/sqlite/sqlite-store.ts'
import { StoreKey } from '../../../../src/adapters/sqlite/store-key.ts'
import type { Diagnostic } from '../../../../src/events/diagnostic.ts'
import type { Clock } from '../../../../src/ports/clock.ts'
import type { Store } from '../../../../src/ports/store.ts'
import { tempFolder } from '../../../rig/temp-folder.ts'

/** The project that the tests' stores belong to. */
export const project = { name: 'platform', id: '6f1c0e52' }

/** A path for a store that is not made yet. */
export function storePath(): string {
  return join(tempFolder(), '.genesis', 'state.db')
}

/** A clock on which sleeping takes no time; `onSleep` is told how often somebody slept. */
export function restlessClock(onSleep: (times: number) => void = () => undefined): Clock {
  let times = 0
  return {
    now: () => 1_700_000_000_000,
    monotonicMs: () => 0,
    sleep: () => {
      onSleep(++times)
      return Promise.resolve()
    },
  }
}

/** Opens a store that must open; closed after the test. */
export async function openStore(path: string, changes: Partial<OpenStoreOptions> = {}): Promise<Store> {
  const opened = await openSqliteStore({ path, project, clock: restlessClock(), create: true, ...changes })
  if (!opened.ok) throw new Error(opened.diagnostic.message)
  onTestFinished(() => opened.store.close())
  return opened.store
}

/** Makes a store with one run of `prod` in it and closes it. */
export async function makeStore(path: string, fill: (store: Store) => Promise<void> = () => Promise.resolve()): Promise<void> {
  const store = await openStore(path)
  await fill(store)
  await store.close()
}

/** Why a store does not open. */
export async function refusal(path: string, changes: Partial<OpenStoreOptions> = {}): Promise<Diagnostic> {
  const opened = await openSqliteStore({ path, project, clock: restlessClock(), create: true, ...changes })
  if (opened.ok) {
    await opened.store.close()
    throw new Error('the store was opened')
  }
  return opened.diagnostic
}

/** A store together with its connection, for what cannot be seen or done from outside. */
export async function openInside(path: string, clock: Clock = restlessClock()): Promise<{ store: Store; database: Database }> {
  await makeStore(path)
  const database = await Database.open(path)
  const key = new StoreKey(database, join(path, '..', 'key'))
  const diagnostic = checkDatabase(database, key, project)
  if (diagnostic !== null) throw new Error(diagnostic.message)
  const store = new SqliteStore({ database, key, clock })
  onTestFinished(() => store.close())
  return { store, database }
}
