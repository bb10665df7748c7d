import type { OutputExplanation, ShownValue } from '../../../plan/explanation.ts'
import type { Instant } from '../../../ports/clock.ts'
import { pathText } from '../diff-context.ts'
import { placeText } from '../place-text.ts'
import { blankLine, span, styledLine, type StyledLine } from '../styled-line.ts'
import { edgeLines } from './edge-lines.ts'
import { assigned, recordText } from './value-lines.ts'

const notYet: ShownValue = { value: null, unknown: true, sensitive: false }

/** An output: what was recorded, what a plan makes of it, and who reads it. */
export function outputLines(explanation: OutputExplanation, now: Instant): readonly StyledLine[] {
  const { address, path, declaredAt, record, recorded, planned, readBy } = explanation
  const name = pathText(path)
  const declared = declaredAt === null ? 'no document declares it any more' : `declared at ${placeText(declaredAt)}`
  return [
    styledLine(0, span(`${address} ${name}`, 'bold')),
    blankLine,
    ...assigned(name, recorded ?? notYet, 2),
    styledLine(4, span('an output of ', 'dim'), address, span(`, ${declared}; ${record === null ? '' : 'recorded '}${recordText(record, now)}`, 'dim')),
    ...plannedLines(name, recorded, planned),
    ...(readBy.length === 0 ? [] : [blankLine, styledLine(2, span('read by', 'bold'))]),
    ...readBy.flatMap((edge) => edgeLines(edge, edge.to)),
  ]
}

function plannedLines(name: string, recorded: ShownValue | null, planned: ShownValue | null): readonly StyledLine[] {
  if (planned === null) return recorded === null ? [] : [styledLine(4, span('the plan tells nothing of it', 'dim'))]
  if (recorded === null && planned.unknown === true) return []
  if (JSON.stringify(planned) === JSON.stringify(recorded)) return [styledLine(4, span('it stays so with the next apply', 'dim'))]
  return [styledLine(4, span('with the next apply', 'dim')), ...assigned(name, planned, 6)]
}
