/** What a plan does to a resource; frozen. */
export const actions = ['no-op', 'read', 'create', 'update', 'replace', 'delete', 'move', 'adopt', 'forget', 'protect', 'unprotect'] as const

/** One of {@link actions}. */
export type Action = (typeof actions)[number]

/**
 * How sure the plan of a resource is. *exact*: its inputs cannot change before it is applied. *conditional*: planned with values that are
 * expected but not there yet, and planned again before it is applied. *deferred*: an input is unknown; planned during apply.
 */
export type Exactness = 'exact' | 'conditional' | 'deferred'

/** Whether an action writes the record alone: the real thing is as it should be. */
export function isBookkeeping(action: Action): boolean {
  return action === 'protect' || action === 'unprotect' || action === 'read' || action === 'move' || action === 'forget'
}
