import type { PlanDocument, ResourcePlan } from '../../../plan/plan-document.ts'
import { markText, resourceSymbol } from '../change-symbol.ts'
import { counted, listText } from '../counted.ts'
import { escapeMarkup } from '../html/escape-markup.ts'
import { insideLines } from '../inside-lines.ts'
import { partialFacts } from '../partial-facts.ts'
import { environmentNote } from '../plan-header.ts'
import { orderPlan, type ShownResource } from '../plan-order.ts'
import { isEmptyPlan, planTotals } from '../plan-totals.ts'
import { reasonText } from '../reason-text.ts'
import { resourceBlock } from '../resource-block.ts'
import { outlook } from '../resource-title.ts'
import { diffLines } from './diff-lines.ts'
import { fenced } from './fenced.ts'

/** Forges cut comments at 65,536 characters; the rest is room for what surrounds the plan. */
const defaultLength = 60_000

/** The part of the length that differences may take; the rest is kept for naming those whose differences are left out. */
const detailShare = 2 / 3

/**
 * A plan as Markdown for a pull request: totals first, then deletes and replaces unfolded, everything else folded. Text of others stands
 * only in fences that it cannot close, and escaped inside HTML, so that it is never read as Markdown or HTML. Where `length` characters
 * are not enough, differences are left out from the end, and said to be; deletes and replaces are always named.
 */
export function planMarkdown(document: PlanDocument, options: { readonly length?: number } = {}): string {
  const order = orderPlan(document)
  const writer = new Budget(options.length ?? defaultLength)
  const what = document.mode === 'destroy' ? 'Plan to destroy' : 'Plan for'
  writer.always(`<h2>${what} ${code(document.environment)}${environmentNote(document)}</h2>`)
  writer.always(`<p><strong>${escapeMarkup(planTotals(document))}</strong></p>`)
  partialFacts(document).forEach(({ said, what }, index) => writer.always(`<p>${index === 0 ? '⚠️ ' : ''}${said}: ${code(what)}</p>`))
  const sections = [
    { title: 'Deletes and replaces', entries: order.destructive, open: true },
    { title: 'Changes', entries: order.others, open: false },
    { title: 'Deferred', entries: order.deferred, open: false },
  ]
  sections.forEach((section) => addSection(writer, section))
  order.undecided.forEach((resource) => writer.line(undecidedLine(resource)))
  if (order.unchanged > 0 && !isEmptyPlan(document))
    writer.always(`<p>${counted(order.unchanged, 'resource')} ${order.unchanged === 1 ? 'is' : 'are'} unchanged.</p>`)
  return writer.text()
}

/** Collects blocks as long as there is room. */
class Budget {
  readonly #blocks: string[] = []
  readonly #length: number
  #used = 0
  #withoutDetails = 0
  #unnamed = 0

  constructor(length: number) {
    this.#length = length
  }

  /** Adds a block that is never left out. */
  always(block: string): void {
    this.#blocks.push(block)
    this.#used += block.length + 2
  }

  /** Adds a block that is counted where there is no room. */
  line(block: string): void {
    if (this.#used + block.length > this.#length) this.#unnamed++
    else this.always(block)
  }

  /** Whether there is room for differences of that length. */
  hasRoom(length: number): boolean {
    const fits = this.#used + length <= this.#length * detailShare
    if (!fits) this.#withoutDetails++
    return fits
  }

  text(): string {
    const notes = [
      ...(this.#unnamed > 0 ? [`<p>… and ${counted(this.#unnamed, 'more resource')}.</p>`] : []),
      ...(this.#withoutDetails > 0 ? [`<p>The differences of ${counted(this.#withoutDetails, 'resource')} are left out here: the plan is too long.</p>`] : []),
    ]
    return `${[...this.#blocks, ...notes].join('\n\n')}\n`
  }
}

interface Section {
  readonly title: string
  readonly entries: readonly ShownResource[]
  readonly open: boolean
}

function addSection(writer: Budget, { title, entries, open }: Section): void {
  if (entries.length === 0) return
  writer.always(`### ${title}`)
  for (const entry of entries) {
    const lines = resourceBlock(entry.resource, insideLines(entry.inner, { unicode: true }), { unicode: true })
    const diff = fenced(diffLines(lines), 'diff')
    const head = headOf(entry.resource)
    if (!writer.hasRoom(diff.length + head.length)) {
      if (open) writer.always(`<p>${head}</p>`)
      else writer.line(`<p>${head}</p>`)
    } else if (open) writer.always(`<p>${head}</p>\n\n${diff}`)
    else writer.always(`<details><summary>${head}</summary>\n\n${diff}\n\n</details>`)
  }
}

function headOf(resource: ResourcePlan): string {
  const mark = resource.action === 'no-op' && resource.exactness === 'exact' ? '' : `${markText(resourceSymbol(resource), true)} `
  const reason = reasonText(resource)
  return `${code(`${mark}${resource.kind} ${resource.address}`)} ${outlook(resource)}${reason === '' ? '' : `: ${code(reason)}`}`
}

function undecidedLine({ kind, address, waitsFor }: ResourcePlan): string {
  const upstream = waitsFor.length === 0 ? '' : ` with the values of ${code(listText(waitsFor))}`
  return `<p>${code(`${kind} ${address}`)} does not change so far, planned again${upstream}</p>`
}

/** Inside `<code>` forges neither mention people nor link anything. */
function code(text: string): string {
  return `<code>${escapeMarkup(text)}</code>`
}
