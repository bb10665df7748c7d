import { StoreError } from '../../ports/store.ts'
import { errorCode } from '../file-error.ts'
import type { Database } from './database.ts'
import { createKeyFile, readKeyFile } from './key-file.ts'
import { text } from './row.ts'
import { createSealer, type Sealer } from './sealer.ts'
import { statements } from './statements.ts'

/** Whether the key that the database asks for is there. `unused`: nothing was ever sealed. */
export type KeyState = 'unused' | 'present' | 'missing' | 'malformed' | 'foreign'

const keyIdName = 'key_id'

/** The key of one database: a file beside it, made when something is sealed for the first time. The database remembers which key it was. */
export class StoreKey {
  readonly path: string
  readonly #database: Database
  #sealer: Sealer | null = null

  constructor(database: Database, path: string) {
    this.#database = database
    this.path = path
  }

  /** Looks at the key without making one. */
  state(): KeyState {
    return this.#load().state
  }

  /** The sealer of what is stored; throws {@link StoreError} where its key is lost. */
  forReading(): Sealer {
    if (this.#sealer !== null) return this.#sealer
    const { state, sealer } = this.#load()
    if (sealer === null) throw new StoreError('damaged', `the key ${this.path} of the state database is ${state}`)
    this.#sealer = sealer
    return sealer
  }

  /** The same, making the key on the first use. To be called within a write transaction: two processes must not make two keys. */
  forWriting(): Sealer {
    // Asked each time: what an earlier transaction wrote may have been rolled back.
    if (this.#keyId() !== null) return this.forReading()
    try {
      // A key without an owner is left of a transaction that did not commit.
      if (readKeyFile(this.path).kind === 'missing') createKeyFile(this.path)
    } catch (error) {
      const reason = errorCode(error) === 'ENOSPC' ? 'no-space' : 'io'
      throw new StoreError(reason, `the key ${this.path} cannot be made: ${errorCode(error)}`, { cause: error })
    }
    const file = readKeyFile(this.path)
    if (file.kind !== 'key') throw new StoreError('damaged', `the key ${this.path} of the state database is ${file.kind}`)
    const sealer = createSealer(file.key)
    this.#database.run(statements.setMeta, keyIdName, sealer.keyId)
    return sealer
  }

  /** For what the database cannot take just now: the same key, made where nothing was sealed before; {@link forWriting} finds it there. */
  forErrored(): Sealer {
    if (this.#sealer !== null || this.#keyId() !== null) return this.forReading()
    if (readKeyFile(this.path).kind === 'missing') createKeyFile(this.path)
    const file = readKeyFile(this.path)
    if (file.kind !== 'key') throw new StoreError('damaged', `the key ${this.path} of the state database is ${file.kind}`)
    return createSealer(file.key)
  }

  #load(): { readonly state: KeyState; readonly sealer: Sealer | null } {
    const keyId = this.#keyId()
    if (keyId === null) return { state: 'unused', sealer: null }
    const file = readKeyFile(this.path)
    if (file.kind !== 'key') return { state: file.kind, sealer: null }
    const sealer = createSealer(file.key)
    return sealer.keyId === keyId ? { state: 'present', sealer } : { state: 'foreign', sealer: null }
  }

  #keyId(): string | null {
    const row = this.#database.get(statements.meta, keyIdName)
    return row === undefined ? null : text(row, 'value')
  }
}
