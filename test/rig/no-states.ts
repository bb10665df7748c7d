import type { StateBackend } from '../../src/plan/provider.ts'
import type { Store } from '../../src/ports/store.ts'

/** Keeps no Terraform states: for kinds that have none. */
export const noStates: StateBackend = {
  connect: () => Promise.resolve({}),
  read: () => Promise.resolve(null),
  keepCopy: () => Promise.reject(new Error('a copy of a state was kept for a kind that has none')),
  readCopy: () => Promise.resolve(null),
}

/** The part of a store that keeps copies, without any. */
export const noCopies: Pick<Store, 'stateCopy' | 'putStateCopy'> = { stateCopy: () => Promise.resolve(null), putStateCopy: () => Promise.resolve() }
