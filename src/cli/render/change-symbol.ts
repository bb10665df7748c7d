import type { Action } from '../../plan/action.ts'
import type { InnerChange } from '../../plan/inner-change.ts'
import type { ResourcePlan } from '../../plan/plan-document.ts'
import type { Tone } from './styled-line.ts'

/** What stands in front of a change, what the legend says of it, and its colour. */
export interface ChangeSymbol {
  readonly mark: string
  readonly legend: string
  readonly tone: Tone
}

const symbols = {
  create: { mark: '+', legend: 'create', tone: 'added' },
  update: { mark: '~', legend: 'update in place', tone: 'changed' },
  replace: { mark: '-/+', legend: 'replace', tone: 'removed' },
  'replace-beside': { mark: '+/-', legend: 'create the replacement, then delete', tone: 'removed' },
  delete: { mark: '-', legend: 'delete', tone: 'removed' },
  read: { mark: '<=', legend: 'read', tone: 'deferred' },
  record: { mark: '=', legend: 'record only', tone: 'changed' },
  forget: { mark: '.', legend: 'forget, and leave it as it is', tone: 'warning' },
  move: { mark: '→', legend: 'move', tone: 'changed' },
  deferred: { mark: '»', legend: 'deferred: planned during apply', tone: 'deferred' },
} as const satisfies Record<string, ChangeSymbol>

/** The symbols in the order of a legend. */
export const symbolOrder: readonly ChangeSymbol[] = Object.values(symbols)

/** The symbol of a resource of ours. */
export function resourceSymbol({ action, exactness }: Pick<ResourcePlan, 'action' | 'exactness'>): ChangeSymbol {
  if (exactness === 'deferred' || action === 'no-op') return symbols.deferred
  return actionSymbol(action)
}

function actionSymbol(action: Exclude<Action, 'no-op'>): ChangeSymbol {
  switch (action) {
    case 'adopt':
    case 'protect':
    case 'unprotect':
      return symbols.record
    case 'create':
    case 'update':
    case 'replace':
    case 'delete':
    case 'read':
    case 'forget':
    case 'move':
      return symbols[action]
    default:
      return action satisfies never
  }
}

/** The symbol of a change inside a stack. */
export function innerSymbol({ change: { actions, importing }, previous_address }: InnerChange): ChangeSymbol {
  const [first, second] = actions
  if (second !== undefined) return first === 'create' ? symbols['replace-beside'] : symbols.replace
  if (first === undefined || first === 'no-op') return previous_address === undefined || importing !== undefined ? symbols.record : symbols.move
  return symbols[first]
}

/** The mark as the terminal can show it. */
export function markText({ mark }: ChangeSymbol, unicode: boolean): string {
  if (unicode) return mark
  if (mark === '»') return '>>'
  return mark === '→' ? '->' : mark
}
