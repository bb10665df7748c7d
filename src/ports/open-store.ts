import type { StoreOpened } from './store.ts'

/** Which store to open, and how. */
export interface OpenStoreRequest {
  readonly path: string
  readonly project: { readonly name: string; readonly id: string | null }
  /** Without it a missing store is empty and can only be read. */
  readonly create: boolean
  /** Where each run ends with a sealed copy; left out for nowhere. */
  readonly backup?: StoreBackup
}

/** Where the sealed copies of a store go. */
export interface StoreBackup {
  /** Absolute; made where it is missing. */
  readonly folder: string
  /** Told why a copy could not be written: the run has ended all the same. */
  readonly failed: (why: string) => void
}

/** Opens the store of a project. */
export type OpenStore = (request: OpenStoreRequest) => Promise<StoreOpened>
