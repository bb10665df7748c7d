import type { PlanDocument, RecordedInput } from '../../plan/plan-document.ts'
import { counted, listText } from './counted.ts'

/** Resources that are named before the rest is only counted. */
const maxNamed = 50

/** A line about a partial plan: `said` is our own text, `what` holds names of others. */
export interface PartialFact {
  readonly said: string
  readonly what: string
}

/** What a partial plan is about, the first line says that it is partial; and what was set for it. Nothing for a whole one as the documents say it. */
export function partialFacts(document: Pick<PlanDocument, 'partial' | 'environment' | 'resources' | 'set'>): readonly PartialFact[] {
  const { set } = document
  return [...ofPart(document), ...(set.length === 0 ? [] : [{ said: 'Set for this plan alone', what: listText(set, maxNamed) }])]
}

function ofPart({ partial, environment, resources }: Pick<PlanDocument, 'partial' | 'environment' | 'resources'>): readonly PartialFact[] {
  if (partial === null) return []
  const { request, asked, broughtAlong, excluded, excludedWith, recorded } = partial
  const list = (said: string, names: readonly string[]): readonly PartialFact[] => (names.length === 0 ? [] : [{ said, what: listText(names, maxNamed) }])
  return [
    { said: 'This plan is partial', what: `${resources.length} of ${counted(partial.total, 'resource')} of ${environment}` },
    ...(request.selector === null ? [] : [{ said: 'Selector', what: request.selector }]),
    ...list('Asked for', request.targets.length === 0 && request.selector === null ? [] : asked),
    ...list('Brought along', broughtAlong),
    ...list('Excluded', excluded),
    ...list('Left out because they need what is excluded', excludedWith),
    ...list('Not planned, their recorded values are taken', recorded.map(inputText)),
  ]
}

function inputText({ address, behind }: RecordedInput): string {
  switch (behind) {
    case null:
      return address
    case 'incomplete':
      return `${address} (its last apply did not end well)`
    case 'changed':
      return `${address} (changed since)`
    default:
      return behind satisfies never
  }
}
