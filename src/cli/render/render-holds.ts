import type { Instant } from '../../ports/clock.ts'
import type { Hold } from '../../ports/hold-store.ts'
import { printLines } from './print-lines.ts'
import { blankLine, span, styledLine, type StyledLine } from './styled-line.ts'
import { tableLines } from './table.ts'
import type { TextStyle } from './terminal.ts'
import { isoTime, relativeTime } from './time-text.ts'

/** Holds as a table, in the order given; `environment`: the one that was asked for. */
export function renderHolds(
  holds: readonly Hold[],
  { style, now, environment }: { readonly style: TextStyle; readonly now: Instant; readonly environment: string | null },
): string {
  if (holds.length === 0) return printLines([styledLine(0, `${environment ?? 'Nothing'} is ${environment === null ? '' : 'not '}on hold.`)], style)
  const rows = holds.map((hold) => {
    const released = hold.released === null ? null : `${isoTime(hold.released.at)} by ${hold.released.by}`
    return [hold.environment, `#${hold.number}`, `${isoTime(hold.at)} (${relativeTime(hold.at, now)})`, hold.author, hold.run, released, hold.reason]
  })
  return printLines(tableLines(['ENVIRONMENT', 'HOLD', 'SINCE', 'BY', 'RUN', 'RELEASED', 'REASON'], rows), style)
}

/** What is on hold, as remarks beside something else; nothing where nothing is. */
export function holdNotes(holds: readonly Hold[]): readonly StyledLine[] {
  if (holds.length === 0) return []
  const lines = holds.map(({ environment, number, at, author, reason }) =>
    styledLine(0, span(`${environment} is on hold since ${isoTime(at)} by ${author} (#${number}): ${reason}`, 'warning')),
  )
  return [...lines, blankLine]
}
