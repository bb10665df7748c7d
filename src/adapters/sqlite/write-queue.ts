import { nextTurn } from '../next-turn.ts'
import { InternalError } from '../../events/internal-error.ts'
import type { Clock } from '../../ports/clock.ts'
import { StoreError } from '../../ports/store.ts'
import type { Database } from './database.ts'
import { storeFailure } from './store-failure.ts'
import { whenFree } from './when-free.ts'

/** More than this would keep other processes from writing for too long. */
const largestGroup = 500

/** A sync takes as long as hundreds of turns that wait for nothing: what is about to be added may as well share it. */
const turnsToGather = 4

interface Waiting {
  /** Gives what settles the caller's promise once the transaction is committed. */
  readonly work: () => () => void
  readonly reject: (error: unknown) => void
}

/**
 * The only way to write: group commit. What is added while the event loop turns a few times shares a transaction, in the order it was added.
 * After a transaction failed nothing is written any more, for what follows might rest on what was lost.
 */
export class WriteQueue {
  readonly #database: Database
  readonly #clock: Clock
  #waiting: Waiting[] = []
  #flushing: Promise<void> | null = null
  #closed = false
  #failure: unknown = null

  constructor(database: Database, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  /**
   * Resolves after the commit. The work is synchronous and may be done twice; a {@link StoreError} `stale-token` or an
   * {@link InternalError} that it throws before it has written anything rejects this call alone, any other error the whole group.
   */
  add<T>(work: () => T): Promise<T> {
    if (this.#closed) return Promise.reject(new InternalError('store/closed', 'the store was written to after it was closed'))
    return new Promise((resolve, reject) => {
      const settled = (): (() => void) => {
        const result = work()
        return () => resolve(result)
      }
      this.#waiting.push({ work: settled, reject })
      this.#flushing ??= this.#flush()
    })
  }

  /** Takes nothing more, and resolves when all that was added is settled. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#flushing
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Callbacks of these turns of the event loop, which may add more, come before it.
      for (let turn = 0; turn < turnsToGather; turn++) await nextTurn()
      await this.#commit(this.#waiting.splice(0, largestGroup))
    }
    this.#flushing = null
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      if (this.#failure !== null) throw this.#afterFailure()
      const settles = await whenFree(this.#clock, () => this.#database.transact(() => group.map(settleOne)))
      for (const settle of settles) settle()
    } catch (error) {
      const failure = storeFailure(error, this.#database.path)
      this.#failure ??= failure
      for (const { reject } of group) reject(failure)
    }
  }

  #afterFailure(): unknown {
    const first = this.#failure
    if (!(first instanceof StoreError)) return first
    return new StoreError(first.reason, `nothing more is written after a write failed: ${first.message}`, { cause: first })
  }
}

function settleOne({ work, reject }: Waiting): () => void {
  try {
    return work()
  } catch (error) {
    const aboutThisCallOnly = error instanceof InternalError || (error instanceof StoreError && error.reason === 'stale-token')
    if (!aboutThisCallOnly) throw error
    return () => reject(error)
  }
}
