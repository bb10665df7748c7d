import type { PlanDocument } from '../../plan/plan-document.ts'
import type { Coverage, CoverageEntry } from '../../plan/rollback-plan.ts'
import { counted } from './counted.ts'
import { blankLine, span, styledLine, type StyledLine, type Tone } from './styled-line.ts'

/** What a rollback brings back and what it cannot; each thing that does not come back as it was is named. Nothing for other plans. */
export function coverageSection({ rollback }: Pick<PlanDocument, 'rollback'>): readonly StyledLine[] {
  if (rollback === undefined || rollback.coverage.entries.length === 0) return []
  const { coverage } = rollback
  const named = coverage.entries.filter(({ fate }) => fate !== 'restored')
  return [styledLine(2, span(`# ${coverageText(coverage)}`, 'bold')), ...named.map(entryLine), blankLine]
}

/** In a line: how many things come back, and how. */
export function coverageText({ restored, recreated, lost, deferred, entries }: Coverage): string {
  const facts = [
    `${restored} of ${counted(entries.length, 'thing')} ${restored === 1 ? 'comes' : 'come'} back as ${restored === 1 ? 'it was' : 'they were'}`,
    ...(recreated > 0 ? [`${recreated} made anew, with what ${recreated === 1 ? 'it' : 'they'} held lost`] : []),
    ...(lost > 0 ? [`${lost} not at all`] : []),
    ...(deferred > 0 ? [`${deferred} planned on the way`] : []),
  ]
  return facts.join('; ')
}

const tones: Readonly<Record<CoverageEntry['fate'], Tone>> = { lost: 'failed', recreated: 'warning', deferred: 'deferred', restored: 'plain' }

function entryLine({ address, stack, fate, what }: CoverageEntry): StyledLine {
  return styledLine(2, span('  ! ', tones[fate]), span(stack === null ? address : `${stack}: ${address}`, 'bold'), ` ${what}`)
}
