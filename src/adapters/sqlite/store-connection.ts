import { InternalError } from '../../events/internal-error.ts'
import type { Clock } from '../../ports/clock.ts'
import { StoreError, type RunToken } from '../../ports/store.ts'
import type { Database } from './database.ts'
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
}

/** The one way to a SQLite file: writes go through one {@link WriteQueue}; reads see what is committed. */
export class StoreConnection {
  readonly database: Database
  readonly key: StoreKey
  readonly #clock: Clock
  readonly #queue: WriteQueue
  #closing: Promise<void> | null = null

  constructor({ database, key, clock }: StoreConnectionOptions) {
    this.database = database
    this.key = key
    this.#clock = clock
    this.#queue = new WriteQueue(database, clock)
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
