import type { EnvironmentOutcome } from './environments-documents.ts'
import { printLines } from './print-lines.ts'
import { runCountsText, runOutcome } from './run-outcome-text.ts'
import { span, type Span } from './styled-line.ts'
import { tableLines } from './table.ts'
import type { TextStyle } from './terminal.ts'

/** How it went in several environments, a line for each. */
export function environmentOutcomes(outcomes: readonly EnvironmentOutcome[], style: TextStyle): string {
  const rows = outcomes.map((outcome) => [outcome.environment, ...resultOf(outcome)])
  return printLines(tableLines(['ENVIRONMENT', 'RESULT', ''], rows), style)
}

function resultOf({ run, because }: EnvironmentOutcome): readonly [Span, string] {
  if (because !== null) return [span('not applied', 'failed'), because.split('\n')[0] ?? '']
  if (run === null) return [span('unchanged', 'dim'), '']
  return [runOutcome({ outcome: run.outcome, endedAt: 0 }), runCountsText(run.counts)]
}
