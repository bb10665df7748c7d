import type { Action } from '../../plan/action.ts'

/** How people say an action while it goes on, and when it is done. */
export interface ActionWords {
  readonly doing: string
  readonly done: string
}

/** The words of each action; a step without one looks again whether there is anything to do. */
export const actionWords: Readonly<Record<Action, ActionWords>> = {
  'no-op': { doing: 'checking', done: 'checked' },
  read: { doing: 'checking', done: 'checked' },
  create: { doing: 'creating', done: 'created' },
  update: { doing: 'updating', done: 'updated' },
  replace: { doing: 'replacing', done: 'replaced' },
  delete: { doing: 'deleting', done: 'deleted' },
  move: { doing: 'moving', done: 'moved' },
  adopt: { doing: 'adopting', done: 'adopted' },
  forget: { doing: 'forgetting', done: 'forgotten' },
  protect: { doing: 'protecting', done: 'protected' },
  unprotect: { doing: 'unprotecting', done: 'unprotected' },
}
