import type { DependencyGraph, GraphNode } from '../../../plan/dependency-graph.ts'
import { counted, listText } from '../counted.ts'
import { escapeMarkup } from '../html/escape-markup.ts'
import { htmlPage } from '../html/html-page.ts'
import { placeText } from '../place-text.ts'
import { isDrawnInGroups } from './graph-picture.ts'
import { placedReason } from './wait-reason-text.ts'

/** A graph as a page in one file: its picture, a list of the resources with what they wait for, and a field to find them. */
export function graphHtml(graph: DependencyGraph, svg: string): string {
  const { environments, nodes, edges } = graph
  const title = `Dependencies: ${listText(environments)}`
  const grouped = isDrawnInGroups(graph)
  const before = Map.groupBy(edges, ({ to }) => to)
  const numbers = new Map(nodes.map(({ address }, index) => [address, index]))
  const notes = [`${counted(nodes.length, 'resource')}, ${counted(edges.length, 'dependency', 'dependencies')}`, 'arrows lead to what waits']
  const body = [
    `<header><h1>${escapeMarkup(title)}</h1><p>${notes.join('; ')}${grouped ? '; too many to draw one by one' : ''}</p>`,
    '<input id="find" type="search" placeholder="find a resource, a kind, a reason" aria-label="find"></header>',
    `<main><figure tabindex="0" aria-label="picture">${svg}</figure><h2>Resources</h2>`,
    ...nodes.map((node, index) => {
      const waits = (before.get(node.address) ?? []).map(({ from, recorded, reasons }) => {
        const why = reasons.map(placedReason).join('; ')
        return `<li>${recorded ? 'reads recorded values of' : 'waits for'} ${nameOf(from, numbers.get(from))}${why === '' ? '' : `: ${escapeMarkup(why)}`}</li>`
      })
      return `<div class="item" id="item-${index}" data-item="${grouped ? `list-${index}` : index}">${headOf(node)}${waits.length === 0 ? '' : `<ul>${waits.join('')}</ul>`}</div>`
    }),
    '</main>',
  ]
  return htmlPage({ title, body: body.join('\n') })
}

function nameOf(address: string, number: number | undefined): string {
  const name = `<b>${escapeMarkup(address)}</b>`
  return number === undefined ? name : `<a href="#item-${number}">${name}</a>`
}

function headOf({ address, kind, labels, declaredAt, outside }: GraphNode): string {
  const labelled = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
  const more = [kind, placeText(declaredAt), ...labelled, ...(outside ? ['only its recorded values are read'] : [])]
  return `<b>${escapeMarkup(address)}</b> <span class="tone-dim">${escapeMarkup(more.join(' · '))}</span>`
}
