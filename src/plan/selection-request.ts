import type { Diagnostic } from '../events/diagnostic.ts'
import type { Selector } from './selector.ts'

/** What of an environment is asked for. */
export interface SelectionRequest {
  /** Names or addresses; empty for everything. */
  readonly targets: readonly string[]
  readonly selector: Selector | null
  /** Names or addresses that are left out, with what waits for them. */
  readonly exclude: readonly string[]
  /** Exactly what is named; the values of what it waits for are the recorded ones. */
  readonly only: boolean
  /** Also what depends on what is named. */
  readonly withDependents: boolean
  /** What is to be replaced, see {@link readReplaceWord}; everything else is planned as well. */
  readonly replace: readonly string[]
}

/** Asks for everything. */
export const everything: SelectionRequest = { targets: [], selector: null, exclude: [], only: false, withDependents: false, replace: [] }

/** Whether a request is about the whole environment. */
export function asksForEverything({ targets, selector, exclude }: SelectionRequest): boolean {
  return targets.length === 0 && selector === null && exclude.length === 0
}

/** What contradicts itself in a request, before anything is read. */
export function contradictions(request: SelectionRequest, mode: 'apply' | 'destroy'): readonly Diagnostic[] {
  const { targets, selector, only, withDependents, replace } = request
  const isNamed = targets.length > 0 || selector !== null
  const problems: Diagnostic[] = []
  const add = (message: string, hint: string): void => void problems.push({ code: 'usage', severity: 'error', message, hint })
  if (targets.length > 0 && selector !== null) add(`both ${targets.join(', ')} and --selector ${selector.text} are given`, 'name targets, or give a selector')
  if (only && withDependents) add('--only and --with-dependents contradict each other', 'give one of them')
  if (only && !isNamed) add('--only says nothing without targets', 'name targets, or give a selector')
  if (withDependents && !isNamed) add('--with-dependents says nothing without targets', 'name targets, or give a selector')
  if (withDependents && mode === 'destroy') add('--with-dependents says nothing here: what depends on a target is destroyed before it', 'leave it out')
  if (replace.length > 0 && mode === 'destroy') add('--replace says nothing where everything is to go', 'leave it out')
  return problems
}
