import type { ApplyCommand } from '../coordinator/plan-request.ts'
import type { PlanDocument } from '../plan/plan-document.ts'
import type { ApplyOptions } from './apply-options.ts'

/** What holds are to a command. `approved`: the plan in front of which somebody said yes, who has read there what is on hold; null where nobody was asked. */
export function holdsFor({ releaseHold }: Pick<ApplyOptions, 'releaseHold'>, approved: Pick<PlanDocument, 'holds'> | null): NonNullable<ApplyCommand['holds']> {
  if (releaseHold) return 'release'
  return approved === null ? 'respect' : { seen: approved.holds.map(({ number }) => number) }
}
