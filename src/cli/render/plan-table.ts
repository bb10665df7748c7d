import type { FlatChange } from '../../plan/inner-change.ts'
import type { PlanDocument } from '../../plan/plan-document.ts'
import { markText, innerSymbol, resourceSymbol, symbolOrder } from './change-symbol.ts'
import { holdNotes } from './render-holds.ts'
import { partialNote, unchangedNote } from './plan-header.ts'
import { orderPlan, type ShownResource } from './plan-order.ts'
import { isEmptyPlan, planTotals } from './plan-totals.ts'
import { printLines } from './print-lines.ts'
import { reasonText } from './reason-text.ts'
import { blankLine, span, styledLine, type Span } from './styled-line.ts'
import { tableLines } from './table.ts'
import type { TextStyle } from './terminal.ts'

/** A plan as a table for `-o table`: a line for each resource that changes, what destroys first; below it what the text ends with. */
export function planTable(document: PlanDocument, style: TextStyle): string {
  const { destructive, others, deferred, undecided, unchanged } = orderPlan(document)
  const shown = [...destructive, ...others, ...deferred, ...undecided.map((resource) => ({ resource, inner: [], destructive: false }))]
  const table = tableLines(
    ['', 'ADDRESS', 'KIND', 'INSIDE', 'WHY'],
    shown.map((entry) => row(entry, style)),
  )
  const totals = styledLine(0, span(planTotals(document), 'bold'))
  return printLines(
    [
      ...holdNotes(document.holds),
      ...partialNote(document),
      ...(shown.length === 0 ? [] : [...table, blankLine]),
      ...(isEmptyPlan(document) ? [] : unchangedNote(unchanged)),
      totals,
    ],
    style,
  )
}

function row({ resource, inner }: ShownResource, { unicode }: TextStyle): readonly (string | Span | null)[] {
  const symbol = resourceSymbol(resource)
  const reason = reasonText(resource)
  return [span(markText(symbol, unicode), symbol.tone), resource.address, resource.kind, insideText(inner, unicode), reason === '' ? null : reason]
}

/** `-/+ 1, + 4`: how many changes of each sort there are inside a stack. */
function insideText(inner: readonly FlatChange[], unicode: boolean): string | null {
  if (inner.length === 0) return null
  const counts = symbolOrder.map((symbol) => [symbol, inner.filter((change) => innerSymbol(change) === symbol).length] as const)
  return counts.flatMap(([symbol, count]) => (count === 0 ? [] : [`${markText(symbol, unicode)} ${count}`])).join(', ')
}
