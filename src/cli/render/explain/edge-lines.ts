import type { GraphEdge } from '../../../plan/dependency-graph.ts'
import { placedReason } from '../graph/wait-reason-text.ts'
import { span, styledLine, type StyledLine } from '../styled-line.ts'

/** One end of an edge with every reason for it. */
export function edgeLines({ recorded, reasons }: GraphEdge, address: string): readonly StyledLine[] {
  const texts = [...new Set(reasons.map(placedReason))]
  const note = recorded ? ' (recorded values)' : ''
  return [styledLine(4, address, span(note, 'dim')), ...texts.map((text) => styledLine(6, span(text, 'dim')))]
}
