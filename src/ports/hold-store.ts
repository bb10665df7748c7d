import type { Instant } from './clock.ts'

/** A hold that is about to be placed: what applies an environment by itself stays out until it is released. */
export interface NewHold {
  /** For people, one line or more. */
  readonly reason: string
  /** `user@host`. */
  readonly author: string
  readonly at: Instant
}

/** A hold as it is kept; its row stays when it is released. */
export interface Hold extends NewHold {
  readonly environment: string
  /** From 1 on, in the order in which they were placed; unique in the environment. */
  readonly number: number
  /** The run that placed it; null for a person. */
  readonly run: string | null
  /** Null while it holds. */
  readonly released: { readonly at: Instant; readonly by: string } | null
}

/** Which holds are released, and by whom. */
export interface HoldRelease {
  /** Null for all of the environment. */
  readonly numbers: readonly number[] | null
  readonly at: Instant
  /** `user@host`. */
  readonly by: string
}

/** What the start of a run does to the holds of its environment, in the transaction that starts it. */
export interface RunHolds {
  readonly place?: NewHold
  readonly release?: HoldRelease
}

/** The part of the store that knows what is on hold. Holds need no token: one can be placed while somebody else's run goes on. */
export interface HoldStore {
  /** Of one environment or of all, in the order of their names and numbers; without `released` those that hold still. */
  holds(query: { readonly environment?: string; readonly released?: boolean }): Promise<readonly Hold[]>
  placeHold(environment: string, hold: NewHold): Promise<Hold>
  /** Gives those that were released by this very call: none for what was released before. */
  releaseHolds(environment: string, release: HoldRelease): Promise<readonly Hold[]>
}
