import type { ChangeReason, ResourcePlan } from '../../plan/plan-document.ts'
import { counted, listText } from './counted.ts'
import { pathOfPointer, pathText } from './diff-context.ts'

/** Paths that are named before the rest is only counted. */
const maxPaths = 4

/** Why a resource changes, for the end of its title; empty when its action says it all. */
export function reasonText({ reasons, drift, action }: Pick<ResourcePlan, 'reasons' | 'drift' | 'action'>): string {
  const told = reasons.filter((reason) => reason.kind !== 'protection-changed' || reason.to !== action)
  return told.flatMap((reason) => clause(reason, drift.length > 0)).join('; ')
}

/** What is told in full elsewhere gives no clause. */
function clause(reason: ChangeReason, driftIsShown: boolean): readonly string[] {
  switch (reason.kind) {
    case 'not-recorded':
    case 'moved':
    case 'destroy':
    case 'upstream-changes':
    case 'adopted':
      return []
    case 'protection-changed':
      return [reason.to === 'protect' ? 'protected against deletion from now on' : 'no longer protected against deletion']
    case 'desired-changed':
      return [`${pathsText(reason.paths)} changed`]
    case 'drifted':
      return driftIsShown ? [] : [`${pathsText(reason.paths)} changed outside of Genesis`]
    case 'document-removed':
      return ['no document declares it any more']
    case 'removal-changed':
      return ['lifecycle.onRemove was changed']
    case 'incomplete':
      return ['its last apply did not end well']
    case 'inner-changes':
      return [`${counted(reason.count, 'change')} inside`]
    case 'dependencies-changed':
      return ['what it depends on changed']
    case 'not-passed':
      return ['it did not pass the last time']
    case 'upstream-applied':
      return ['what it waits for changes, or was applied since it passed']
    case 'replace-asked':
      return [reason.inner.length === 0 ? 'asked to replace' : `asked to replace ${listText(reason.inner, maxPaths)}`]
    case 'deposed':
      return ['it was replaced']
    default:
      return reason satisfies never
  }
}

function pathsText(pointers: readonly string[]): string {
  const names = pointers.map((pointer) => pathText(pathOfPointer(pointer)) || 'everything')
  return names.length === 0 ? 'something' : listText(names, maxPaths)
}
