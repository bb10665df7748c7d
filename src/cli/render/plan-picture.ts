import type { PlanDocument, ResourcePlan } from '../../plan/plan-document.ts'
import { innerSymbol, markText, resourceSymbol, type ChangeSymbol } from './change-symbol.ts'
import { counted, listText } from './counted.ts'
import { orderPlan, type ShownResource } from './plan-order.ts'
import type { Picture, PictureEdge, PictureNode, PictureTone } from './picture/picture.ts'
import { reasonText } from './reason-text.ts'
import { outlook } from './resource-title.ts'
import { safeText } from './safe-text.ts'

/** Larger plans are drawn as one box for each kind of change. */
const maxDrawn = 500

/** `to` waits for `from`, by addresses. */
export interface PlanWait {
  readonly from: string
  readonly to: string
}

/** What the steps of a plan say of who waits for whom; all there is to know of a plan that was read from a file. */
export function stepWaits({ steps }: PlanDocument): readonly PlanWait[] {
  const addresses = new Map(steps.map(({ id, address }) => [id, address]))
  const waits = steps.flatMap(({ address, after }) => after.flatMap((id) => ({ from: addresses.get(id) ?? address, to: address })))
  const distinct = new Map(waits.filter(({ from, to }) => from !== to).map((wait) => [`${wait.from}\n${wait.to}`, wait]))
  return [...distinct.values()]
}

/**
 * A plan as a picture, coloured by what happens. `waits` are the dependencies of the declared resources where they are known: then
 * unchanged ones are drawn, too.
 */
export function planPicture(document: PlanDocument, waits: readonly PlanWait[] | null): Picture {
  const shown = document.resources.filter((resource) => waits !== null || isOpen(resource))
  if (shown.length > maxDrawn) return groupedPicture(document)
  const inner = insideOf(document)
  const indexes = new Map(shown.map(({ address }, index) => [address, index]))
  const declared = new Set(shown.flatMap(({ address, declaredAt }) => (declaredAt === null ? [] : [address])))
  const steps = stepWaits(document).filter(({ from, to }) => waits === null || !declared.has(from) || !declared.has(to))
  return {
    groups: [document.environment],
    nodes: shown.map((resource) => boxOf(resource, inner.get(resource.address)?.inner ?? [])),
    edges: [...(waits ?? []), ...steps].flatMap(({ from, to }) => arrowOf(indexes.get(from), indexes.get(to), `${to} waits for ${from}`)),
  }
}

/** A plan and what is known of who waits for whom beside its steps. */
export interface DrawnPlan {
  readonly document: PlanDocument
  /** See {@link planPicture}. */
  readonly waits: readonly PlanWait[] | null
  /** The number of its first box. */
  readonly first: number
}

/** Plans in one picture, a frame for each. */
export function plansPicture(plans: readonly Omit<DrawnPlan, 'first'>[]): { readonly picture: Picture; readonly drawn: readonly DrawnPlan[] } {
  const groups: string[] = []
  const nodes: PictureNode[] = []
  const edges: PictureEdge[] = []
  const drawn = plans.map(({ document, waits }) => {
    const one = planPicture(document, waits)
    const [first, group] = [nodes.length, groups.length]
    groups.push(...one.groups)
    nodes.push(...one.nodes.map((node) => ({ ...node, group })))
    edges.push(...one.edges.map((edge) => ({ ...edge, from: edge.from + first, to: edge.to + first })))
    return { document, waits, first }
  })
  return { picture: { groups, nodes, edges }, drawn }
}

/** Where each resource of a plan is drawn: the numbers of the boxes by address; empty where groups are drawn. */
export function pictureIndexes({ document, waits, first }: DrawnPlan): ReadonlyMap<string, number> {
  const shown = document.resources.filter((resource) => waits !== null || isOpen(resource))
  return new Map(shown.length > maxDrawn ? [] : shown.map(({ address }, index) => [address, first + index]))
}

/** The numbers of the boxes that the page has an entry for. */
export function pictureEntries(plans: readonly DrawnPlan[]): ReadonlySet<number> {
  return new Set(
    plans.flatMap((plan) => {
      const indexes = pictureIndexes(plan)
      return [...insideOf(plan.document).keys()].flatMap((address) => indexes.get(address) ?? [])
    }),
  )
}

function isOpen({ action, exactness, drift }: ResourcePlan): boolean {
  return action !== 'no-op' || exactness !== 'exact' || drift.length > 0
}

function insideOf(document: PlanDocument): ReadonlyMap<string, ShownResource> {
  const { destructive, others, deferred } = orderPlan(document)
  return new Map([...destructive, ...others, ...deferred].map((entry) => [entry.resource.address, entry]))
}

function boxOf(resource: ResourcePlan, inner: ShownResource['inner']): PictureNode {
  const { address, kind, waitsFor } = resource
  const reason = reasonText(resource)
  const counts = [...Map.groupBy(inner, (change) => innerSymbol(change))].map(([symbol, changes]) => `${markText(symbol, true)}${changes.length}`)
  const symbol = isOpen(resource) ? resourceSymbol(resource) : null
  return {
    title: `${symbol === null ? '' : `${markText(symbol, true)} `}${address.slice(address.indexOf('/') + 1)}`,
    subtitle: [kind, ...counts].join(' '),
    tone: toneOf(resource, inner, symbol),
    dashed: resource.exactness !== 'exact',
    details: [
      `${kind} ${address} ${outlook(resource)}`,
      ...(reason === '' ? [] : [reason]),
      ...(waitsFor.length === 0 ? [] : [`waits for the values of ${listText(waitsFor)}`]),
      ...(inner.length === 0 ? [] : [`${counted(inner.length, 'change')} inside`]),
    ].map(safeText),
    group: 0,
  }
}

/** A stack in which something is deleted or replaced is as red as what it deletes. */
function toneOf({ action }: ResourcePlan, inner: ShownResource['inner'], symbol: ChangeSymbol | null): PictureTone {
  if (action === 'delete' || action === 'replace' || inner.some(({ change }) => change.actions.includes('delete'))) return 'removed'
  return symbol === null ? 'plain' : pictureTone(symbol)
}

/** The colour of a symbol in pictures. */
export function pictureTone({ tone }: ChangeSymbol): PictureTone {
  return tone === 'added' || tone === 'changed' || tone === 'removed' || tone === 'deferred' || tone === 'warning' ? tone : 'plain'
}

function groupedPicture(document: PlanDocument): Picture {
  const groups = [...Map.groupBy(document.resources, (resource) => (isOpen(resource) ? resourceSymbol(resource) : null))]
  const nodes = groups.map(([symbol, members]): PictureNode => {
    const title = symbol === null ? 'unchanged' : symbol.legend
    const tone = symbol === null ? 'plain' : pictureTone(symbol)
    return { title, subtitle: counted(members.length, 'resource'), tone, dashed: false, details: [], group: 0 }
  })
  return { groups: [document.environment], nodes, edges: [] }
}

function arrowOf(from: number | undefined, to: number | undefined, title: string): readonly PictureEdge[] {
  return from === undefined || to === undefined ? [] : [{ from, to, dashed: false, details: [title] }]
}
