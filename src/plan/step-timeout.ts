import type { PlannedResource } from './planned-resource.ts'

/** What the time limit of an operation on a resource depends on. */
export interface TimeoutFacts {
  /** Null where no document is left. */
  readonly resolved: PlannedResource['resolved']
  /** Whether the settings of the engine bound the kind. */
  readonly bounded: boolean
  readonly operationTimeoutMs: number
}

/** How long each program of an operation on a resource may run, in milliseconds: what its document says, else what the settings say; null for no limit. */
export function stepTimeoutMs({ resolved, bounded, operationTimeoutMs }: TimeoutFacts): number | null {
  return resolved?.declaration.lifecycle.timeoutMs ?? (bounded ? operationTimeoutMs : null)
}
