import type { StoreFiles } from '../../src/ports/store-files.ts'

/** The care of a store, for engines whose store is no file. */
export const noStoreFiles: StoreFiles = {
  copy: () => Promise.reject(new Error('a store in memory is not copied')),
  copies: () => Promise.resolve([]),
  verify: () => Promise.reject(new Error('a store in memory is not verified')),
  verifyCopy: () => Promise.reject(new Error('a store in memory has no copies')),
  restore: () => Promise.reject(new Error('a store in memory is not restored')),
}
