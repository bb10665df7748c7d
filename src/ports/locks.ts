/** A lock held by this process. The kernel frees it when the process ends, however it ends. */
export interface HeldLock {
  release(): Promise<void>
}

/**
 * Exclusive locks held by the kernel on behalf of this process: kept while the process is stopped, freed when it dies, never
 * taken over by time. A second attempt inside one process finds the lock taken, too.
 */
export interface Locks {
  /** Null when somebody else holds it. Makes the lock's file (mode 0600) when it is missing. */
  tryAcquire(path: string): Promise<HeldLock | null>
}
