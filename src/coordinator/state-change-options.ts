import type { Provider } from '../plan/provider.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { Host, Ports } from '../ports/ports.ts'
import type { Store } from '../ports/store.ts'
import type { EnvironmentLocks } from './environment-locks.ts'
import type { LoadedProject } from './load-project.ts'

/** What changing the recorded state needs; what interrupted runs left open is found out before, with the providers. */
export interface StateChangeOptions {
  readonly project: LoadedProject
  readonly store: Store
  readonly ports: Ports
  readonly host: Host
  readonly locks: EnvironmentLocks
  readonly provider: (kind: string) => Provider | null
  readonly events: EventSink
  /** Aborted when nobody wants to wait any longer. */
  readonly signal: AbortSignal
}
