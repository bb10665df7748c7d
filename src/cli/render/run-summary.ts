import { actionWords } from './action-words.ts'
import { counted } from './counted.ts'
import { durationText } from './duration-text.ts'
import { failedStepLines } from './failure-lines.ts'
import { printLines } from './print-lines.ts'
import type { RunResults } from './run-results.ts'
import { shellWords } from '../../plan/shell-words.ts'
import { blankLine, span, styledLine, type StyledLine, type Tone } from './styled-line.ts'
import type { TextStyle } from './terminal.ts'

/** Steps of a kind that are named before the rest is only counted. */
const maxNamed = 100

/** The end of a run for people: what failed with its whole text, what was skipped and what was done where not all was, totals, the next command. */
export function renderRunSummary(results: RunResults, style: TextStyle): string {
  const failures = results.failed.flatMap((step) => [...failedStepLines(step), blankLine])
  const details = results.outcome === 'succeeded' ? [] : [...doneLines(results), ...skippedLines(results)]
  const [title, tone] = titleOf(results)
  const { part } = results
  const partial = part === null || part.selected === part.total ? '' : ` (partial: ${part.selected} of ${counted(part.total, 'resource')})`
  const totals = styledLine(0, span(title, tone), `${partial}: ${countsText(results)} in ${durationText(results.durationMs)}.`)
  return printLines([...failures, ...details, totals, ...nextLines(results).map((text) => styledLine(0, text))], style)
}

function titleOf({ outcome, mode, counts }: RunResults): readonly [string, Tone] {
  const name = { apply: 'Apply', destroy: 'Destroy', rollback: 'Rollback' }[mode]
  switch (outcome) {
    case 'succeeded':
      return [`${name} complete`, 'added']
    case 'failed':
      return [`${name} failed`, 'failed']
    case 'partial':
      return [`${name} partly done`, 'failed']
    case 'awaiting-approval':
      return [counts.succeeded > 0 ? `${name} partly done, approval needed` : `${name} stopped, approval needed`, 'warning']
    case 'interrupted':
      return [`${name} interrupted`, 'warning']
    default:
      return outcome satisfies never
  }
}

function countsText({ counts }: RunResults): string {
  const approval = counts.awaitingApproval > 0 ? ` (${counts.awaitingApproval} awaiting approval)` : ''
  const text = `${counts.succeeded} succeeded, ${counts.failed} failed${approval}, ${counts.skipped} skipped`
  return counts.indeterminate > 0 ? `${text}, ${counts.indeterminate} indeterminate` : text
}

function doneLines({ succeeded }: RunResults): readonly StyledLine[] {
  return named(
    'done and recorded:',
    succeeded.map(({ address, action }) => `${address} ${actionWords[action].done}`),
  )
}

function skippedLines({ skipped }: RunResults): readonly StyledLine[] {
  return named(
    'not started:',
    skipped.map(({ address, because }) => `${address}: ${because}`),
  )
}

function named(heading: string, texts: readonly string[]): readonly StyledLine[] {
  if (texts.length === 0) return []
  const left = texts.length - maxNamed
  const more = left > 0 ? [styledLine(2, span(`and ${counted(left, 'more', 'more')}`, 'dim'))] : []
  return [styledLine(0, span(heading, 'bold')), ...texts.slice(0, maxNamed).map((text) => styledLine(2, text)), ...more, blankLine]
}

function nextLines(results: RunResults): readonly string[] {
  const { outcome, run, environment, mode, part } = results
  const again = shellWords(['genesis', mode, environment, ...(part?.words ?? [])])
  if (results.failed.some(({ failure }) => failure.reason === 'store-failed')) return unrecordedLines(results)
  const look = results.counts.indeterminate > 0 ? [`Look at what is indeterminate before anything else: genesis show ${run}`] : []
  switch (outcome) {
    case 'succeeded':
      return []
    case 'failed':
    case 'partial':
      return [...look, `To go on with the rest, mend the cause and run: ${again}`, `What happened is kept: genesis show ${run}`]
    case 'awaiting-approval':
      return [...look, `What became known asks for more than was approved. To see it and approve the rest, run: ${again}`]
    case 'interrupted':
      return [...look, `To go on with the rest, run: ${again}`, `What happened is kept: genesis show ${run}`]
    default:
      return outcome satisfies never
  }
}

/** The state database does not know how the run ended; the next one finds out. */
function unrecordedLines({ run, environment }: RunResults): readonly string[] {
  return [
    `The end of this run could not be recorded. Mend the state database first (genesis doctor); what had begun: genesis show ${run}`,
    `The next apply finds out what became of it and goes on: genesis apply ${environment}`,
  ]
}
