import type { SelectionRequest } from '../plan/selection-request.ts'

/** What to plan. */
export interface PlanCommand {
  readonly environment: string
  readonly mode: 'apply' | 'destroy'
  /** What of the environment. */
  readonly selection: SelectionRequest
  /** Says that an environment which declares nothing any more is meant to lose everything. */
  readonly allowEmpty: boolean
  /**
   * The plan is to be applied: where that is never possible it is refused before anything is asked, and what interrupted runs left open is
   * found out and recorded before anything is planned.
   */
  readonly toApply?: boolean
}

/** How to apply a plan. */
export interface ApplyCommand {
  /** The name of the environment, typed or given: a protected one asks for it. */
  readonly confirmed: string | null
  /** Deletes and replaces in a protected environment, also inside stacks, are meant. */
  readonly allowDestroy: boolean
  /** The plan comes from a file: a protected environment takes no other. */
  readonly saved: boolean
  /** Null: as configured. */
  readonly concurrency: number | null
  /** Beats the resources' own; null: theirs. */
  readonly onFailure: 'continue' | 'halt' | 'rollback' | null
  /**
   * What the holds of the environment are to it. `respect`, also where nothing is said: any of them keeps the plan from being applied, as
   * nobody was asked. `seen`: somebody said yes who knew of those with these numbers. `release`: they end as the run starts. `place`: it goes on whatever is on
   * hold, as what goes back does, and places a hold with this reason as its run starts.
   */
  readonly holds?: 'respect' | 'release' | { readonly seen: readonly number[] } | { readonly place: string }
}
