import type { GenesisEvent } from '../../events/event.ts'
import type { Failure } from '../../events/outcome.ts'
import { eventLine } from './event-text.ts'
import { failureLines } from './failure-lines.ts'
import { printLines } from './print-lines.ts'
import { span, type StyledLine } from './styled-line.ts'
import type { TextStyle } from './terminal.ts'
import { isoTime } from './time-text.ts'

/** A stored log as text: a line for each event with its time, the output of programs and the whole text of failures included. `address` narrows it. */
export function renderLog(events: readonly GenesisEvent[], options: { readonly style: TextStyle; readonly address: string | null }): string {
  const wanted = events.filter((event) => options.address === null || ('address' in event && event.address === options.address))
  return printLines(wanted.flatMap(logLines), options.style)
}

function logLines(event: GenesisEvent): readonly StyledLine[] {
  const line = eventLine(event, { verbose: true })
  if (line === null) return []
  const timed = { ...line, spans: [span(`${isoTime(event.at)} `, 'dim'), ...line.spans] }
  return event.type === 'step-failed' && saysMore(event.failure) ? [timed, ...failureLines(event.failure, 2)] : [timed]
}

/** Whether there is more than the one line that the event itself shows. */
function saysMore({ message, hint, indeterminate }: Failure): boolean {
  return message.trim().includes('\n') || hint !== undefined || indeterminate
}
