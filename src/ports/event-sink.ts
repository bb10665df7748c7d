import type { GenesisEvent } from '../events/event.ts'

/** Where the engine's events go. The engine prints nothing itself. */
export interface EventSink {
  /** Never throws and never waits. */
  emit(event: GenesisEvent): void
}
