import type { Action } from './action.ts'
import { dependencyAddresses } from './dependency-addresses.ts'
import { protectionStep } from './protection-change.ts'
import type { RecordedResource } from './recorded-resource.ts'
import type { ResolvedResource } from './resolved-environment.ts'

/** What is declared, and what is known of it. */
export interface ActionFacts {
  readonly resource: ResolvedResource
  /** By its new address, where it moves. */
  readonly recorded: RecordedResource | null
  /** Null where it does not move. */
  readonly movedFrom: string | null
  readonly isGate: boolean
}

/** What is to be done: what the provider says of the real thing, or, where that is as it should be, what has to be written to the record alone. */
export function effectiveAction(action: Action, { resource, recorded, movedFrom, isGate }: ActionFacts): Action {
  if (action !== 'no-op' || recorded === null) return action
  // What a gate waits for is in what it compares, and its document alone says whether it is there.
  if (isGate) return movedFrom === null ? 'no-op' : 'move'
  if (recorded.status === 'incomplete') return 'read'
  const { preventDestroy, onRemove } = resource.declaration.lifecycle
  const protection = protectionStep(recorded.preventDestroy, preventDestroy)
  if (protection !== null) return protection
  if (movedFrom !== null) return 'move'
  if (recorded.onRemove !== onRemove) return 'read'
  // Deletes run by the recorded order, when no document is left to say it.
  return dependencyAddresses(resource).join() === recorded.dependencies.join() ? 'no-op' : 'read'
}
