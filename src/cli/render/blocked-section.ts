import type { BlockedResource } from '../../plan/blocked-resources.ts'
import type { PlanDocument } from '../../plan/plan-document.ts'
import { actionWords } from './action-words.ts'
import { listText } from './counted.ts'
import { blankLine, span, styledLine, type StyledLine } from './styled-line.ts'

/** What a plan leaves out because nobody knows what became of an earlier step, and how to go on; nothing where nothing is blocked. */
export function blockedSection({ blocked }: Pick<PlanDocument, 'blocked'>): readonly StyledLine[] {
  return blocked.length === 0 ? [] : [...blocked.flatMap(blockedLines), blankLine]
}

function blockedLines({ address, unsettled, waitsFor }: BlockedResource): readonly StyledLine[] {
  if (unsettled === null) return [head(address, `is blocked: it waits for ${listText(waitsFor)}`)]
  return [
    head(address, `is blocked: run ${unsettled.run} may or may not have ${actionWords[unsettled.action].done} it`),
    ...unsettled.message.split('\n').map((line) => styledLine(6, span(`# ${line}`, 'dim'))),
    styledLine(6, span(`# look at it, then say: genesis state resolve ${address} --applied, --not-applied or --adopt ID`, 'dim')),
  ]
}

function head(address: string, text: string): StyledLine {
  return styledLine(0, span('  ! ', 'warning'), span(address, 'bold'), ` ${text}`)
}
