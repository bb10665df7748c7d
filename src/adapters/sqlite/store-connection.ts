import { dirname } from 'node:path'
import { InternalError } from '../../events/internal-error.ts'
import type { Clock } from '../../ports/clock.ts'
import { StoreError, type RunToken } from '../../ports/store.ts'
import type { StoreBackup } from '../../ports/open-store.ts'
import { addCopy } from './copies/copy-folder.ts'
import type { Database } from './database.ts'
import { ErroredJournal } from './errored-journal.ts'
import { statements } from './statements.ts'
import { storeFailure } from './store-failure.ts'
import type { StoreKey } from './store-key.ts'
import { whenFree } from './when-free.ts'
import { WriteQueue } from './write-queue.ts'

/** What a store is made of. It owns the connection from then on. */
export interface StoreConnectionOptions {
  /** Checked and of the newest schema. */
  readonly database: Database
  readonly key: StoreKey
  readonly clock: Clock
  /** Where each run ends with a sealed copy; left out for nowhere. */
  readonly backup?: StoreBackup
}

/** The one way to a SQLite file: writes go through one {@link WriteQueue}; reads see what is committed. */
export class StoreConnection {
  readonly database: Database
  readonly key: StoreKey
  readonly errored: ErroredJournal
  readonly #clock: Clock
  readonly #queue: WriteQueue
  readonly #backup: StoreBackup | null
  #closing: Promise<void> | null = null

  constructor({ database, key, clock, backup }: StoreConnectionOptions) {
    this.#backup = backup ?? null
    this.errored = new ErroredJournal(key, [dirname(database.path), ...(backup === undefined ? [] : [backup.folder])])
    this.database = database
    this.key = key
    this.#clock = clock
    this.#queue = new WriteQueue(database, clock)
  }

  /** Writes a sealed copy where that is wanted. The run has ended: without a copy it has ended, too. */
  async copyAfter(run: string): Promise<void> {
    if (this.#backup === null) return
    const { folder, failed } = this.#backup
    try {
      await addCopy({ database: this.database, key: this.key, clock: this.#clock }, { folder, run })
    } catch (error) {
      if (!(error instanceof Error) || error instanceof InternalError) throw error
      failed(error.message)
    }
  }

  /** See {@link WriteQueue.add}. */
  write<T>(work: () => T): Promise<T> {
    return this.#queue.add(work)
  }

  async read<T>(work: () => T): Promise<T> {
    if (this.#closing !== null) throw new InternalError('store/closed', 'the store was read after it was closed')
    try {
      return await whenFree(this.#clock, work)
    } catch (error) {
      throw storeFailure(error, this.database.path)
    }
  }

  /** Throws where a newer run owns the environment; called first within a write. */
  fence({ run, environment, token }: RunToken): void {
    const row = this.database.get(statements.token, environment)
    if (row?.['token'] === token && row['run'] === run) return
    throw new StoreError('stale-token', `run ${run} does not own the environment "${environment}" any more`)
  }

  /** Resolves when all that was written is settled. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await this.#queue.close()
    this.database.close()
  }
}
