import type { GenesisEvent } from '../../src/events/event.ts'
import type { EventSink } from '../../src/ports/event-sink.ts'

/** Keeps every event in the order it came. */
export class CollectingSink implements EventSink {
  readonly events: GenesisEvent[] = []

  emit(event: GenesisEvent): void {
    this.events.push(event)
  }

  /** Those of one type. */
  ofType<T extends GenesisEvent['type']>(type: T): readonly Extract<GenesisEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<GenesisEvent, { type: T }> => event.type === type)
  }
}
