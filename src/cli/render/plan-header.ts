import type { PlanDocument } from '../../plan/plan-document.ts'
import { innerSymbol, markText, resourceSymbol, symbolOrder } from './change-symbol.ts'
import { counted } from './counted.ts'
import { holdNotes } from './render-holds.ts'
import { partialFacts } from './partial-facts.ts'
import type { PlanOrder } from './plan-order.ts'
import { blankLine, span, styledLine, type StyledLine } from './styled-line.ts'

/** What the plan is about, what a partial one leaves out, and what the symbols mean that it uses. */
export function planHeader(document: PlanDocument, order: PlanOrder, style: { readonly unicode: boolean }): readonly StyledLine[] {
  const title = styledLine(0, span(`${planTitle(document)}${environmentNote(document)}`, 'bold'))
  return [title, blankLine, ...holdNotes(document.holds), ...partialNote(document), ...legend(order, style.unicode), blankLine]
}

/** What a plan is for. */
export function planTitle({ mode, environment, rollback }: Pick<PlanDocument, 'mode' | 'environment' | 'rollback'>): string {
  if (rollback === undefined) return `${mode === 'destroy' ? 'Plan to destroy' : 'Plan for'} ${environment}`
  const { checkpoint, takenAt, stable, note } = rollback
  return `Plan to roll ${environment} back to ${checkpoint}, ${stable ? '' : 'not stable, '}taken ${takenAt}${note === null ? '' : ` (${note})`}`
}

/** What is special about the environment of a plan, in brackets behind its name; '' for nothing. */
export function environmentNote(document: Pick<PlanDocument, 'protected' | 'observed' | 'holds'>): string {
  const facts = environmentFacts(document)
  return facts.length === 0 ? '' : ` (${facts.join(', ')})`
}

/** What is special about the environment of a plan. */
export function environmentFacts({ protected: isProtected, observed, holds }: Pick<PlanDocument, 'protected' | 'observed' | 'holds'>): readonly string[] {
  return [...(isProtected ? ['protected'] : []), ...(observed ? ['observed only'] : []), ...(holds.length > 0 ? ['on hold'] : [])]
}

/** Says of a partial plan what it is about; nothing for a whole one. */
export function partialNote(document: PlanDocument): readonly StyledLine[] {
  const lines = partialFacts(document).map(({ said, what }) => styledLine(0, span(`${said}: ${what}`, 'warning')))
  return lines.length === 0 ? [] : [...lines, blankLine]
}

function legend(order: PlanOrder, unicode: boolean): readonly StyledLine[] {
  const shown = [...order.destructive, ...order.others, ...order.deferred]
  const ofResources = shown.filter(({ resource }) => resource.action !== 'no-op').map(({ resource }) => resourceSymbol(resource))
  const used = new Set([...ofResources, ...shown.flatMap(({ inner }) => inner.map(innerSymbol))])
  return symbolOrder
    .filter((symbol) => used.has(symbol))
    .map((symbol) => styledLine(0, span(markText(symbol, unicode).padStart(5), symbol.tone), span(` ${symbol.legend}`, 'dim')))
}

/** How many resources there is nothing to say of; nothing for none. */
export function unchangedNote(count: number): readonly StyledLine[] {
  if (count === 0) return []
  return [styledLine(2, span(`# ${counted(count, 'resource')} ${count === 1 ? 'is' : 'are'} unchanged`, 'dim')), blankLine]
}
