/** A lock held by this process. The kernel frees it when the process ends, however it ends. */
export interface HeldLock {
  release(): Promise<void>
}

/** A place in the line of those who wait for a lock. The kernel keeps it as it keeps a lock: whoever dies has left the line. */
export interface LinePlace {
  /** How many stand before it, the dead ones left out as far as that was looked at; 0 only when nobody who lives does. */
  ahead(): Promise<number>
  leave(): Promise<void>
}

/**
 * Exclusive locks held by the kernel on behalf of this process: kept while the process is stopped, freed when it dies, never
 * taken over by time. A second attempt inside one process finds the lock taken, too.
 */
export interface Locks {
  /** Null when somebody else holds it. Makes the lock's file (mode 0600) when it is missing. */
  tryAcquire(path: string): Promise<HeldLock | null>
  /** Takes the last place in the line for the lock at a path. Being first says nothing of the lock itself: it has to be tried. */
  joinLine(path: string): Promise<LinePlace>
  /** Whether somebody who lives stands in line for the lock at a path. */
  isAwaited(path: string): Promise<boolean>
}
