import type { Provider } from '../plan/provider.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { Host, Ports } from '../ports/ports.ts'
import type { Store } from '../ports/store.ts'
import type { EnvironmentLocks } from './environment-locks.ts'
import type { LoadedProject } from './load-project.ts'
import type { ReadProject } from './read-project.ts'
import type { Result } from './result.ts'

/** What changing records needs, also where documents have mistakes. */
export interface RecordChangeOptions {
  readonly project: ReadProject
  readonly store: Store
  readonly ports: Ports
  readonly host: Host
  readonly locks: EnvironmentLocks
  readonly provider: (kind: string) => Provider | null
  /** Finds out what interrupted runs of an environment left open; the caller holds its lock. */
  readonly recover: (environment: string) => Promise<Result<unknown>>
  /** Only say what would be done. */
  readonly dryRun: boolean
}

/** What changing the recorded state needs; what interrupted runs left open is found out before, with the providers. */
export interface StateChangeOptions extends Omit<RecordChangeOptions, 'recover' | 'dryRun'> {
  readonly project: LoadedProject
  readonly events: EventSink
  /** Aborted when nobody wants to wait any longer. */
  readonly signal: AbortSignal
}
