import type { Clock } from '../../ports/clock.ts'
import type { Files } from '../../ports/files.ts'
import type { Processes } from '../../ports/processes.ts'

/** What a Command acts through. */
export interface CommandPorts {
  readonly processes: Processes
  readonly files: Files
  readonly clock: Clock
}
