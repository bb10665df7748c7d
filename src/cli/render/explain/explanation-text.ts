import type { Explanation } from '../../../plan/explanation.ts'
import type { Instant } from '../../../ports/clock.ts'
import { printLines } from '../print-lines.ts'
import type { StyledLine } from '../styled-line.ts'
import type { TextStyle } from '../terminal.ts'
import { outputLines } from './output-lines.ts'
import { resourceLines } from './resource-lines.ts'
import { valueLines } from './value-lines.ts'

/** An explanation for people. */
export function explanationText(explanation: Explanation, options: { readonly style: TextStyle; readonly now: Instant }): string {
  return printLines(linesOf(explanation, options.now), options.style)
}

function linesOf(explanation: Explanation, now: Instant): readonly StyledLine[] {
  switch (explanation.kind) {
    case 'value':
      return valueLines(explanation, now)
    case 'output':
      return outputLines(explanation, now)
    case 'resource':
      return resourceLines(explanation, now)
    default:
      return explanation satisfies never
  }
}
