import type { Diagnostic } from '../events/diagnostic.ts'
import type { Instant } from './clock.ts'
import type { OpenStoreRequest } from './open-store.ts'

/** Which store it is about. */
export type StorePlace = Pick<OpenStoreRequest, 'path' | 'project'>

/** A sealed copy of a store: everything that was in it at one moment, in one file, encrypted. */
export interface SealedCopy {
  /** Absolute. */
  readonly path: string
  /** When it was made. */
  readonly at: Instant
  /** The newest run in it; null for none. */
  readonly newestRun: string | null
}

/** What a full look at a store found. */
export interface StoreVerdict {
  /** For people, a line each; empty where all is well. */
  readonly problems: readonly string[]
  /** How much was looked at. */
  readonly counted: {
    readonly resources: number
    readonly runs: number
    readonly terraformStates: number
    readonly checkpoints: number
    readonly blobs: number
  }
}

/** An answer, or why there is none; for people. */
export type Answered<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly diagnostic: Diagnostic }

/** The care of a store as a whole. None of it needs the store to be open; the store that is worked with may be. */
export interface StoreFiles {
  /** Writes a sealed copy to a file that is not there yet, durably and as a whole. Anybody may run meanwhile. */
  copy(store: StorePlace, to: string): Promise<Answered<SealedCopy>>
  /** The sealed copies of this project in a folder, newest first; those that cannot be read are left out. */
  copies(store: StorePlace, folder: string): Promise<readonly SealedCopy[]>
  /** Looks at everything in a store: pages, rows, seals, states, what refers to what. Changes nothing. */
  verify(store: StorePlace): Promise<Answered<StoreVerdict>>
  /** Looks at a sealed copy in the same way. `key` is the file of the key; null for the store's own. */
  verifyCopy(store: StorePlace, from: string, key: string | null): Promise<Answered<StoreVerdict>>
  /**
   * Puts a sealed copy in the place of a store, which nobody may be working with. What was there is kept beside it under the name that is given
   * back; null where nothing was there. The key comes along where the store has none.
   */
  restore(store: StorePlace, from: string, key: string | null): Promise<Answered<SealedCopy & { readonly aside: string | null }>>
}
