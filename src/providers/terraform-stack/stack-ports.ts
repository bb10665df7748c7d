import type { Clock } from '../../ports/clock.ts'
import type { Files } from '../../ports/files.ts'
import type { Git } from '../../ports/git.ts'
import type { Locks } from '../../ports/locks.ts'
import type { Processes } from '../../ports/processes.ts'
import type { Random } from '../../ports/random.ts'

/** What the provider is made of. */
export interface StackPorts {
  readonly files: Files
  readonly locks: Locks
  readonly processes: Processes
  readonly git: Git
  readonly clock: Clock
  readonly random: Random
  /** Absolute, outside every repository. */
  readonly cacheFolder: string
}
