import type { PlanDocument, ResourcePlan } from '../../plan/plan-document.ts'
import { planTitle } from './plan-header.ts'
import { markText, resourceSymbol } from './change-symbol.ts'
import { counted, listText } from './counted.ts'
import { escapeMarkup } from './html/escape-markup.ts'
import { htmlPage } from './html/html-page.ts'
import { linesHtml } from './html/lines-html.ts'
import { insideLines } from './inside-lines.ts'
import { partialFacts } from './partial-facts.ts'
import { orderPlan, type ShownResource } from './plan-order.ts'
import { pictureIndexes, pictureTone, type DrawnPlan } from './plan-picture.ts'
import { environmentFacts, environmentNote } from './plan-header.ts'
import { planTotals } from './plan-totals.ts'
import { reasonText } from './reason-text.ts'
import { resourceBlock } from './resource-block.ts'
import { outlook } from './resource-title.ts'

const style = { columns: null, color: false, unicode: true }

/**
 * Plans as a page in one file: totals, the picture, then every change with its differences; what deletes or replaces comes first, unfolded.
 * `totals` are those of several environments, of which not all may have a plan; null for the plan of one.
 */
export function plansHtml(plans: readonly DrawnPlan[], svg: string, totals: readonly string[] | null): string {
  const [first] = plans
  const isOne = totals === null && first !== undefined
  const title = isOne ? planTitle(first.document) : `Plans for ${listText(plans.map(({ document }) => document.environment))}`
  const isEmpty = plans.every(({ document }) => document.resources.length === 0)
  const body = [
    headerHtml(first?.document ?? null, isOne ? aboutOne(first.document, title) : { title, totals: totals ?? [], facts: [], partial: '' }),
    `<main>${isEmpty ? '' : `<figure tabindex="0" aria-label="picture">${svg}</figure>`}`,
    ...plans.map((plan) => (isOne ? changesHtml(plan, 'h2') : `<section>${aboutHtml(plan.document)}\n${changesHtml(plan, 'h3')}</section>`)),
    '</main>',
  ]
  return htmlPage({ title, body: body.filter((part) => part !== '').join('\n') })
}

function changesHtml(plan: DrawnPlan, level: 'h2' | 'h3'): string {
  const { document } = plan
  const order = orderPlan(document)
  const indexes = pictureIndexes(plan)
  const section = (title: string, entries: readonly ShownResource[], open: boolean): string =>
    entries.length === 0
      ? ''
      : `<${level}>${title}</${level}>\n${entries.map((entry) => itemHtml(entry, { number: indexes.get(entry.resource.address), open })).join('\n')}`
  const parts = [
    section('Deletes and replaces', order.destructive, true),
    section('Changes', order.others, false),
    section('Deferred', order.deferred, false),
    undecidedHtml(order.undecided),
    order.unchanged === 0 ? '' : `<p>${counted(order.unchanged, 'resource')} ${order.unchanged === 1 ? 'is' : 'are'} unchanged.</p>`,
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** Of one plan among several: what stands in the header where it is alone. */
function aboutHtml(document: PlanDocument): string {
  return `<h2>${escapeMarkup(`${planTitle(document)}${environmentNote(document)}`)}</h2><p><b>${escapeMarkup(planTotals(document))}</b></p>${partialHtml(document)}`
}

function partialHtml(document: PlanDocument): string {
  return partialFacts(document)
    .map(({ said, what }) => `<p class="tone-warning">${escapeMarkup(`${said}: ${what}`)}</p>`)
    .join('')
}

function aboutOne(document: PlanDocument, title: string): HeaderParts {
  return { title, totals: [planTotals(document)], facts: environmentFacts(document), partial: partialHtml(document) }
}

interface HeaderParts {
  readonly title: string
  readonly totals: readonly string[]
  readonly facts: readonly string[]
  /** Markup. */
  readonly partial: string
}

function headerHtml(document: PlanDocument | null, { title, totals, facts, partial }: HeaderParts): string {
  const made = document === null ? [] : [document.project.name, document.createdAt, `Genesis ${document.genesisVersion}`]
  return [
    `<header><h1>${escapeMarkup(title)}</h1>${totals.map((text) => `<p><b>${escapeMarkup(text)}</b></p>`).join('')}`,
    `<p class="tone-dim">${escapeMarkup([...made, ...facts].join(' · '))}</p>${partial}`,
    '<input id="find" type="search" placeholder="find a resource, a kind, a value" aria-label="find"></header>',
  ].join('\n')
}

function itemHtml(entry: ShownResource, { number, open }: { readonly number: number | undefined; readonly open: boolean }): string {
  const { resource } = entry
  const symbol = resourceSymbol(resource)
  const reason = reasonText(resource)
  const mark =
    resource.action === 'no-op' && resource.exactness === 'exact'
      ? ''
      : `<span class="tone-${pictureTone(symbol)}">${escapeMarkup(markText(symbol, true))}</span> `
  const head = `${mark}${escapeMarkup(`${resource.kind} ${resource.address}`)} <span class="tone-dim">${escapeMarkup(`${outlook(resource)}${reason === '' ? '' : `: ${reason}`}`)}</span>`
  const lines = resourceBlock(resource, insideLines(entry.inner, style), style)
  return `<details class="item"${number === undefined ? '' : ` id="item-${number}"`} data-item="${number ?? 'list'}"${open ? ' open' : ''}><summary>${head}</summary><pre>${linesHtml(lines)}</pre></details>`
}

function undecidedHtml(resources: readonly ResourcePlan[]): string {
  const lines = resources.map(({ kind, address, waitsFor }) => {
    const upstream = waitsFor.length === 0 ? '' : ` with the values of ${listText(waitsFor)}`
    return `<li>${escapeMarkup(`${kind} ${address} does not change so far, planned again${upstream}`)}</li>`
  })
  return lines.length === 0 ? '' : `<ul>${lines.join('')}</ul>`
}
