import type { Checkpoint } from '../ports/checkpoint-store.ts'

/** What is kept of an environment's checkpoints. */
export interface Retention {
  /** The newest so many. */
  readonly keep: number
  /** Numbers that something else refers to. */
  readonly referenced: ReadonlySet<number>
}

/**
 * The numbers of the checkpoints to drop. Never the newest one, the two newest stable ones (what a rollback goes back to is one of them), those
 * that somebody asked for, or that something refers to. Pure; `checkpoints` are of one environment, newest first.
 */
export function droppedCheckpoints(checkpoints: readonly Checkpoint[], { keep, referenced }: Retention): readonly number[] {
  const there = checkpoints.filter(({ prunedAt }) => prunedAt === null)
  const kept = new Set([
    ...there.slice(0, Math.max(keep, 1)),
    ...there.filter(({ stable }) => stable).slice(0, 2),
    ...there.filter(({ cause, number }) => cause === 'asked' || referenced.has(number)),
  ])
  return there.filter((checkpoint) => !kept.has(checkpoint)).map(({ number }) => number)
}
