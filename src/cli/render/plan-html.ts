import type { PlanDocument, ResourcePlan } from '../../plan/plan-document.ts'
import { markText, resourceSymbol } from './change-symbol.ts'
import { counted, listText } from './counted.ts'
import { escapeMarkup } from './html/escape-markup.ts'
import { htmlPage } from './html/html-page.ts'
import { linesHtml } from './html/lines-html.ts'
import { insideLines } from './inside-lines.ts'
import { partialFacts } from './partial-facts.ts'
import { orderPlan, type ShownResource } from './plan-order.ts'
import { pictureIndexes, pictureTone, type PlanWait } from './plan-picture.ts'
import { environmentFacts } from './plan-header.ts'
import { planTotals } from './plan-totals.ts'
import { reasonText } from './reason-text.ts'
import { resourceBlock } from './resource-block.ts'
import { outlook } from './resource-title.ts'

const style = { columns: null, color: false, unicode: true }

/** A plan as a page in one file: totals, the picture, then every change with its differences; what deletes or replaces comes first, unfolded. */
export function planHtml(document: PlanDocument, waits: readonly PlanWait[] | null, svg: string): string {
  const order = orderPlan(document)
  const indexes = pictureIndexes(document, waits)
  const section = (title: string, entries: readonly ShownResource[], open: boolean): string =>
    entries.length === 0
      ? ''
      : `<h2>${title}</h2>\n${entries.map((entry) => itemHtml(entry, { number: indexes.get(entry.resource.address), open })).join('\n')}`
  const title = `${document.mode === 'destroy' ? 'Plan to destroy' : 'Plan for'} ${document.environment}`
  const body = [
    headerHtml(document, title),
    `<main>${document.resources.length === 0 ? '' : `<figure tabindex="0" aria-label="picture">${svg}</figure>`}`,
    section('Deletes and replaces', order.destructive, true),
    section('Changes', order.others, false),
    section('Deferred', order.deferred, false),
    undecidedHtml(order.undecided),
    order.unchanged === 0 ? '' : `<p>${counted(order.unchanged, 'resource')} ${order.unchanged === 1 ? 'is' : 'are'} unchanged.</p>`,
    '</main>',
  ]
  return htmlPage({ title, body: body.filter((part) => part !== '').join('\n') })
}

function headerHtml(document: PlanDocument, title: string): string {
  const { project, createdAt, genesisVersion } = document
  const facts = [project.name, createdAt, `Genesis ${genesisVersion}`, ...environmentFacts(document)]
  const partial = partialFacts(document).map(({ said, what }) => `<p class="tone-warning">${escapeMarkup(`${said}: ${what}`)}</p>`)
  return [
    `<header><h1>${escapeMarkup(title)}</h1><p><b>${escapeMarkup(planTotals(document))}</b></p>`,
    `<p class="tone-dim">${escapeMarkup(facts.join(' · '))}</p>${partial.join('')}`,
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
