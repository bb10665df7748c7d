import { composeNotes } from '../../plan/compose-notes.ts'
import type { PlannedResource } from '../../plan/planned-resource.ts'
import { coverageOf, type PlanRollback } from '../../plan/rollback-plan.ts'
import type { LeftBehind } from '../../plan/rollback-scope.ts'
import type { WayBack } from '../../plan/way-back.ts'
import type { TraceNote } from '../../ports/checkpoint-store.ts'
import { checkpointName } from './checkpoint-name.ts'
import type { Past } from './past.ts'

/** What makes a plan a rollback: where it goes back to, and what of it comes back. */
export function rollbackPart(
  past: Past,
  { planned, left }: { readonly planned: ReadonlyMap<string, PlannedResource>; readonly left: readonly LeftBehind[] },
): PlanRollback {
  const { checkpoint } = past
  return {
    checkpoint: checkpointName(checkpoint),
    number: checkpoint.number,
    takenAt: new Date(checkpoint.at).toISOString(),
    stable: checkpoint.stable,
    note: checkpoint.note,
    sources: checkpoint.tree,
    coverage: coverageOf({ planned: planned.values(), left, letGo: letGo(past, planned) }),
  }
}

/** What was noted of a resource since a checkpoint, oldest first; `address` is the one that it has now. */
function notesSince(past: Pick<Past, 'traces'>, address: string): readonly TraceNote[] {
  const names = new Set([address])
  const notes: TraceNote[] = []
  for (const trace of past.traces.toReversed()) {
    if (trace.kind === 'renamed' && names.has(trace.to)) names.add(trace.from)
    if (trace.kind === 'noted' && names.has(trace.address)) notes.unshift(trace.note)
  }
  return notes
}

/** What a plan back is carried out with. `moves` holds the addresses that things have still by those that they are to have. */
export function wayBackOf(past: Past, moves: ReadonlyMap<string, string>): WayBack {
  return { sourcesOf: past.sourcesOf, notesOf: (address) => notesSince(past, moves.get(address) ?? address) }
}

function letGo(past: Past, planned: ReadonlyMap<string, PlannedResource>): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    [...planned.values()].map(({ address, movedFrom }) => {
      const { forgotten } = composeNotes(notesSince(past, movedFrom ?? address))
      return [address, new Set(forgotten.map((one) => one.address))]
    }),
  )
}
