import type { DependencyGraph, GraphEdge, GraphNode } from '../../../plan/dependency-graph.ts'
import { counted } from '../counted.ts'
import type { Picture, PictureEdge, PictureNode } from '../picture/picture.ts'
import { placeText } from '../place-text.ts'
import { placedReason } from './wait-reason-text.ts'

/** Larger graphs are drawn as groups: nobody finds anything among so many boxes, and laying them out takes minutes. */
export const maxDrawn = { nodes: 500, edges: 2000 } as const

/** Boxes that one environment may take where everything is drawn as groups. */
const maxLayers = 40

/** A graph as a picture: a frame for each environment, a box for each resource; of a large one a box for each group. */
export function graphPicture(graph: DependencyGraph): Picture {
  return isDrawnInGroups(graph) ? groupedPicture(graph) : wholePicture(graph)
}

/** The numbers of the boxes that stand for one resource, which a page has an entry for. */
export function graphEntries(graph: DependencyGraph): ReadonlySet<number> {
  return new Set(isDrawnInGroups(graph) ? [] : graph.nodes.keys())
}

/** Whether a graph is too large to draw every resource. */
export function isDrawnInGroups({ nodes, edges }: DependencyGraph): boolean {
  return nodes.length > maxDrawn.nodes || edges.length > maxDrawn.edges
}

function wholePicture({ nodes, edges }: DependencyGraph): Picture {
  const groups = [...new Set(nodes.map(({ environment }) => environment))]
  const indexes = new Map(nodes.map(({ address }, index) => [address, index]))
  return {
    groups,
    nodes: nodes.map((node) => ({ ...boxOf(node), group: groups.indexOf(node.environment) })),
    edges: edges.flatMap((edge) => arrowOf(edge, indexes)),
  }
}

function boxOf({ address, name, kind, labels, declaredAt, outside }: GraphNode): Omit<PictureNode, 'group'> {
  const labelled = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
  const details = [`${kind} ${address}`, placeText(declaredAt), ...(labelled.length === 0 ? [] : [labelled.join(', ')])]
  return { title: name, subtitle: kind, tone: 'plain', dashed: outside, details: [...details, ...(outside ? ['only its recorded values are read'] : [])] }
}

function arrowOf({ from, to, recorded, reasons }: GraphEdge, indexes: ReadonlyMap<string, number>): readonly PictureEdge[] {
  const [one, two] = [indexes.get(from), indexes.get(to)]
  if (one === undefined || two === undefined) return []
  const title = `${to} ${recorded ? 'reads recorded values of' : 'waits for'} ${from}`
  return [{ from: one, to: two, dashed: recorded, details: [title, ...new Set(reasons.map(placedReason))] }]
}

/** One box for each environment; for a single one, a box for each stretch of its layers. */
function groupedPicture(graph: DependencyGraph): Picture {
  const { environments, nodes, edges } = graph
  const layers = nodes.reduce((highest, { layer }) => Math.max(highest, layer), 1)
  const perBox = Math.ceil(layers / maxLayers)
  const titleOf = ({ environment, layer, outside }: GraphNode): string =>
    environments.length > 1 || outside ? environment : layerTitle(Math.floor((layer - 1) / perBox), perBox, layers)
  const boxes = [...Map.groupBy(nodes, titleOf)]
  const indexes = new Map(boxes.flatMap(([, members], index) => members.map(({ address }) => [address, index] as const)))
  return { groups: [], nodes: boxes.map(([title, members]) => groupBox(title, members)), edges: groupedArrows(edges, indexes) }
}

function layerTitle(box: number, perBox: number, layers: number): string {
  const first = box * perBox + 1
  const last = Math.min((box + 1) * perBox, layers)
  return first === last ? `layer ${first}` : `layers ${first} to ${last}`
}

function groupBox(title: string, members: readonly GraphNode[]): PictureNode {
  const kinds = [...Map.groupBy(members, ({ kind }) => kind)].map(([kind, of]) => `${of.length} ${kind}`)
  return { title, subtitle: counted(members.length, 'resource'), tone: 'plain', dashed: false, details: kinds, group: 0 }
}

function groupedArrows(edges: readonly GraphEdge[], indexes: ReadonlyMap<string, number>): readonly PictureEdge[] {
  const counts = new Map<string, { from: number; to: number; dashed: boolean; count: number }>()
  for (const { from, to, recorded } of edges) {
    const [one, two] = [indexes.get(from), indexes.get(to)]
    if (one === undefined || two === undefined || one === two) continue
    const key = `${one} ${two}`
    const known = counts.get(key)
    counts.set(key, { from: one, to: two, dashed: recorded && (known?.dashed ?? true), count: (known?.count ?? 0) + 1 })
  }
  return [...counts.values()].map(({ count, ...edge }) => ({ ...edge, details: [`${counted(count, 'dependency', 'dependencies')} between them`] }))
}
