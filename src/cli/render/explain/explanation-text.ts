import type { Explanation } from '../../../plan/explanation.ts'
import type { Instant } from '../../../ports/clock.ts'
import { printLines } from '../print-lines.ts'
import type { TextStyle } from '../terminal.ts'
import { resourceLines } from './resource-lines.ts'
import { valueLines } from './value-lines.ts'

/** An explanation for people. */
export function explanationText(explanation: Explanation, options: { readonly style: TextStyle; readonly now: Instant }): string {
  const lines = explanation.kind === 'value' ? valueLines(explanation, options.now) : resourceLines(explanation, options.now)
  return printLines(lines, options.style)
}
