import { InternalError } from '../../events/internal-error.ts'
import type { Store } from '../../ports/store.ts'

/** Stands for a store that was not made yet: there is nothing in it, and writing to it is a mistake of ours. */
export function emptyStore(): Store {
  const refuse = (): Promise<never> => Promise.reject(new InternalError('store/read-only', 'a store that was opened for reading only was written to'))
  return {
    intents: () => Promise.resolve([]),
    resources: () => Promise.resolve([]),
    startRun: refuse,
    writeJournal: refuse,
    restoreErrored: refuse,
    endRun: refuse,
    runs: () => Promise.resolve([]),
    run: () => Promise.resolve(null),
    unfinishedRun: () => Promise.resolve(null),
    abandonRun: refuse,
    journal: () => Promise.resolve([]),
    planUsedBy: () => Promise.resolve(null),
    terraformState: () => Promise.resolve(null),
    putTerraformState: refuse,
    stateCopy: () => Promise.resolve(null),
    putStateCopy: refuse,
    addCheckpoint: refuse,
    checkpoints: () => Promise.resolve([]),
    resourcesAt: () => Promise.resolve([]),
    tracesSince: () => Promise.resolve([]),
    pruneCheckpoints: refuse,
    missingBlobs: (digests) => Promise.resolve(digests),
    putBlobs: refuse,
    blob: () => Promise.resolve(null),
    retainBlobs: refuse,
    holds: () => Promise.resolve([]),
    placeHold: refuse,
    releaseHolds: refuse,
    close: () => Promise.resolve(),
  }
}
