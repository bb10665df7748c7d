import type { PlanDocument, ResourcePlan } from '../../plan/plan-document.ts'
import { blockedSection } from './blocked-section.ts'
import { coverageSection } from './coverage-section.ts'
import { markText, resourceSymbol } from './change-symbol.ts'
import { counted, listText } from './counted.ts'
import { innerBlock, innerHead } from './inner-block.ts'
import { holdNotes } from './render-holds.ts'
import { planHeader, partialNote, unchangedNote } from './plan-header.ts'
import { destroys, orderPlan, type ShownResource } from './plan-order.ts'
import { isEmptyPlan, planTotals } from './plan-totals.ts'
import { printLines } from './print-lines.ts'
import { headOf, resourceBlock } from './resource-block.ts'
import { blankLine, span, styledLine, type StyledLine } from './styled-line.ts'
import type { TextStyle } from './terminal.ts'
import { levelWidth } from './whole-value.ts'

/** So many creates, updates and deferred ones each are shown in full where not everything is; the rest take a line. Deletes and replaces always are. */
const maxInFull = 100

/** A plan as text, ended by its totals; `verbose`: nothing of it is shortened. Only the document is read: no provider, no store. */
export function renderPlan(document: PlanDocument, style: TextStyle, options: { readonly verbose: boolean } = { verbose: false }): string {
  const totals = [styledLine(0, span(planTotals(document), 'bold'))]
  const order = orderPlan(document)
  const budget = new DetailBudget(options.verbose ? Number.POSITIVE_INFINITY : maxInFull)
  const sections = [
    ...sectionOf(order.destructive, budget, style),
    ...sectionOf(order.others, budget, style),
    ...sectionOf(order.deferred, budget, style),
    ...undecidedSection(order.undecided, style),
  ]
  const blocked = [...coverageSection(document), ...blockedSection(document)]
  if (isEmptyPlan(document)) return printLines([...holdNotes(document.holds), ...partialNote(document), ...sections, ...blocked, ...totals], style)
  return printLines([...planHeader(document, order, style), ...sections, ...blocked, ...unchangedNote(order.unchanged), ...totals], style)
}

/** Counts what was shown in full, by what it is. */
class DetailBudget {
  readonly #limit: number
  readonly #taken = new Map<string, number>()

  constructor(limit: number) {
    this.#limit = limit
  }

  take(what: string): boolean {
    const taken = this.#taken.get(what) ?? 0
    this.#taken.set(what, taken + 1)
    return taken < this.#limit
  }
}

function sectionOf(shown: readonly ShownResource[], budget: DetailBudget, style: TextStyle): readonly StyledLine[] {
  const lines: StyledLine[] = []
  const folded: ShownResource[] = []
  for (const entry of shown) {
    const { resource, destructive } = entry
    if (!destructive && !budget.take(resourceSymbol(resource).legend)) folded.push(entry)
    else lines.push(...resourceBlock(resource, insideLines(entry, budget, style), style), blankLine)
  }
  if (folded.length === 0) return lines
  const heading = styledLine(2, span(`# ${counted(folded.length, 'more resource')}, in short (in full: --verbose):`, 'dim'))
  return [...lines, heading, ...folded.map((entry) => foldedLine(entry, style.unicode)), blankLine]
}

function insideLines({ inner }: ShownResource, budget: DetailBudget, style: TextStyle): readonly StyledLine[] {
  const full: StyledLine[] = []
  const short: StyledLine[] = []
  for (const change of inner) {
    if (!destroys(change) && !budget.take(`inside: ${change.change.actions.join()}`)) short.push(innerHead(change, style.unicode))
    else full.push(...(full.length > 0 ? [blankLine] : []), ...innerBlock(change, style))
  }
  if (short.length === 0) return full
  return [...full, blankLine, styledLine(levelWidth + 2, span(`# ${counted(short.length, 'more change')}, in short (in full: --verbose):`, 'dim')), ...short]
}

function foldedLine({ resource, inner }: ShownResource, unicode: boolean): StyledLine {
  const notes = [
    ...(inner.length > 0 ? [`${counted(inner.length, 'change')} inside`] : []),
    ...(resource.drift.length > 0 ? ['changed outside of Genesis'] : []),
    ...(resource.waitsFor.length > 0 ? [`waits for ${listText(resource.waitsFor, 3)}`] : []),
  ]
  const head = headOf(resource, unicode)
  return notes.length === 0 ? head : { ...head, spans: [...head.spans, span(` (${notes.join('; ')})`, 'dim')] }
}

function undecidedSection(resources: readonly ResourcePlan[], style: TextStyle): readonly StyledLine[] {
  const lines = resources.map((resource) => {
    const symbol = resourceSymbol(resource)
    const upstream = resource.waitsFor.length === 0 ? '' : ` with the values of ${listText(resource.waitsFor)}`
    const mark = span(`${markText(symbol, style.unicode).padStart(levelWidth - 1)} `, symbol.tone)
    return styledLine(0, mark, `${resource.kind} ${resource.address}`, span(` does not change so far, planned again${upstream}`, 'dim'))
  })
  return lines.length === 0 ? [] : [...lines, blankLine]
}
