import type { Clock } from '../../ports/clock.ts'
import type { Files } from '../../ports/files.ts'
import type { Processes } from '../../ports/processes.ts'

/** What a Command acts through. */
export interface CommandPorts {
  readonly processes: Processes
  readonly files: Files
  readonly clock: Clock
  /** Instead of starting a program that acts, takes what one left that an earlier engine started: its private folder and its exit code. */
  readonly former?: { readonly folder: string; readonly code: number }
}
