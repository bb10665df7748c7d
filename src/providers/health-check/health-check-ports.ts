import type { Clock } from '../../ports/clock.ts'
import type { Files } from '../../ports/files.ts'
import type { Network } from '../../ports/network.ts'
import type { Processes } from '../../ports/processes.ts'

/** What a HealthCheck asks through. */
export interface HealthCheckPorts {
  readonly network: Network
  readonly processes: Processes
  readonly files: Files
  readonly clock: Clock
}
