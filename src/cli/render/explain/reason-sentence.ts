import type { ChangeReason } from '../../../plan/plan-document.ts'
import { counted, listText } from '../counted.ts'
import { pathOfPointer, pathText } from '../diff-context.ts'

/** Paths that are named before the rest is only counted. */
const maxPaths = 20

/** Why a resource is in a plan, as a sentence without its subject: nothing is left to be told by the action. */
export function reasonSentence(reason: ChangeReason): string {
  switch (reason.kind) {
    case 'not-recorded':
      return 'it was never applied, or what was recorded of it is forgotten'
    case 'moved':
      return `it is recorded as ${reason.from}, which is what it was called before`
    case 'desired-changed':
      return `the documents want something else now: ${pathsText(reason.paths)}`
    case 'drifted':
      return `it was changed outside of Genesis: ${pathsText(reason.paths)}`
    case 'document-removed':
      return 'no document declares it any more'
    case 'destroy':
      return 'everything is asked to go'
    case 'incomplete':
      return 'its last apply began and did not end well'
    case 'upstream-changes':
      return `what it reads changes first: ${listText(reason.upstream, maxPaths)}`
    case 'inner-changes':
      return `${counted(reason.count, 'change')} inside of it`
    case 'adopted':
      return 'it exists, and nothing is recorded of it yet'
    case 'protection-changed':
      return `lifecycle.preventDestroy was changed: ${reason.to === 'protect' ? 'it is protected from now on' : 'it is not protected as it was'}`
    case 'dependencies-changed':
      return 'what it depends on was changed in the documents'
    case 'not-passed':
      return 'it did not pass when it was asked last'
    case 'upstream-applied':
      return 'what it waits for changes, or was applied since it passed'
    case 'removal-changed':
      return 'lifecycle.onRemove was changed'
    case 'replace-asked':
      return reason.inner.length === 0 ? 'it is asked to be replaced' : `what is inside of it is asked to be replaced: ${listText(reason.inner, maxPaths)}`
    case 'deposed':
      return 'it was replaced, and the old one is still there'
    default:
      return reason satisfies never
  }
}

function pathsText(pointers: readonly string[]): string {
  return listText(
    pointers.map((pointer) => pathText(pathOfPointer(pointer)) || 'everything'),
    maxPaths,
  )
}
