import type { Action } from '../../plan/action.ts'
import type { ResourcePlan } from '../../plan/plan-document.ts'
import type { Reversibility } from '../../plan/provider.ts'
import { listText } from './counted.ts'
import { driftNote } from './drift-note.ts'
import { reasonText } from './reason-text.ts'
import { span, styledLine, type StyledLine } from './styled-line.ts'

/** The remarks above a resource of ours: where it was before, what will happen and why, what it waits for, what drifted, how it can be taken back. */
export function resourceTitle(resource: ResourcePlan): readonly StyledLine[] {
  const reason = reasonText(resource)
  const moves = resource.reasons.flatMap((one) => (one.kind === 'moved' ? [`# ${one.from} has moved to ${resource.address}`] : []))
  const own = `# ${resource.address} ${outlook(resource)}`
  const titles = resource.action === 'move' && moves.length > 0 ? moves : [...moves, own]
  return [
    ...titles.slice(0, -1).map(remark),
    styledLine(2, span(titles.at(-1) ?? own, 'bold'), span(reason === '' ? '' : `: ${reason}`, 'dim')),
    ...waitingNote(resource).map(note),
    ...driftNote(resource.drift),
    ...reversibilityNote(resource.action, resource.reversibility).map(note),
  ]
}

/** What will happen to a resource, as the end of a sentence. */
export function outlook({ action, exactness, reasons, kind }: Pick<ResourcePlan, 'action' | 'exactness' | 'reasons' | 'kind'>): string {
  if (exactness === 'deferred') return 'will be planned when its inputs are known'
  switch (action) {
    case 'no-op':
      return 'does not change'
    case 'read':
      return kind === 'HealthCheck' ? 'will be asked until it passes' : 'will be read'
    case 'create':
      return 'will be created'
    case 'update':
      return 'will be updated in place'
    case 'replace':
      return 'must be replaced'
    case 'delete':
      return 'will be deleted'
    case 'move':
      return `has moved${reasons.map((reason) => (reason.kind === 'moved' ? ` from ${reason.from}` : '')).join('')}`
    case 'adopt':
      return 'will be adopted: it exists and was not recorded'
    case 'forget':
      return 'will be forgotten: it stays as it is, and Genesis manages it no more'
    case 'protect':
      return 'will be protected against deletion'
    case 'unprotect':
      return 'will no longer be protected against deletion'
    default:
      return action satisfies never
  }
}

function waitingNote({ exactness, waitsFor }: ResourcePlan): readonly string[] {
  const upstream = listText(waitsFor)
  switch (exactness) {
    case 'exact':
      return []
    case 'conditional':
      return [upstream === '' ? 'planned again before it is applied' : `planned with expected values of ${upstream}, planned again before it is applied`]
    case 'deferred':
      return upstream === '' ? [] : [`waits for the outputs of ${upstream} (known after apply)`]
    default:
      return exactness satisfies never
  }
}

/** Only said where it tells more than the action does. */
function reversibilityNote(action: Action, reversibility: Reversibility): readonly string[] {
  if (action === 'no-op' || reversibility === 'reversible') return []
  return [reversibility === 'irreversible' ? 'cannot be taken back' : 'taking it back makes a new one: what it holds is lost']
}

function note(text: string): StyledLine {
  return remark(`# ${text}`)
}

function remark(text: string): StyledLine {
  return styledLine(2, span(text, 'dim'))
}
