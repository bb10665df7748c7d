import { InternalError } from '../events/internal-error.ts'
import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'
import { nodeSize } from './render/picture/node-size.ts'
import type { Box, Picture, PictureLayout, Point } from './render/picture/picture.ts'

/** Graphviz counts in points of 1/72 inch; sizes of nodes are in inches. Its point is our pixel. */
const pointsPerInch = 72

/** So many boxes without arrows stand below each other before a second column begins. */
const minRows = 8

/**
 * Finds a place for every part of a picture with Graphviz, from left to right. Graphviz sees sizes and numbers alone, never a text of
 * anybody; it is loaded here and nowhere else, because that takes longer than most commands.
 */
export async function layoutPicture(picture: Picture): Promise<PictureLayout> {
  const { instance } = await import('@viz-js/viz')
  const viz = await instance()
  const found: unknown = viz.renderJSON(graphOf(picture), { engine: 'dot' })
  if (!isJsonObject(found)) throw new InternalError('graph/layout', 'graphviz gave no layout')
  return readLayout(picture, found)
}

function graphOf(picture: Picture) {
  const { nodes, edges, groups } = picture
  return {
    directed: true,
    graphAttributes: { rankdir: 'LR', nodesep: 0.18, ranksep: 0.7, mclimit: 0.5, nslimit: 4, nslimit1: 4 },
    nodeAttributes: { shape: 'box', fixedsize: true, label: '' },
    nodes: nodes.map((node, index) => {
      const { width, height } = nodeSize(node)
      return { name: `n${index}`, attributes: { width: width / pointsPerInch, height: height / pointsPerInch } }
    }),
    edges: [
      ...edges.map(({ from, to }, index) => ({ tail: `n${from}`, head: `n${to}`, attributes: { id: `e${index}` } })),
      ...columnsOfLoners(picture).map(([from, to]) => ({ tail: `n${from}`, head: `n${to}`, attributes: { style: 'invis' } })),
    ],
    subgraphs: groups.map((_, group) => ({
      name: `cluster_${group}`,
      // The label only keeps room free.
      graphAttributes: { label: 'x', labelloc: 'b', fontsize: 14, margin: 14 },
      nodes: nodes.flatMap((node, index) => (node.group === group ? [{ name: `n${index}` }] : [])),
    })),
  }
}

/** Pairs of boxes without arrows that are to stand beside each other: all below each other they would make one endless column. */
function columnsOfLoners({ nodes, edges, groups }: Picture): readonly (readonly [number, number])[] {
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]))
  return groups.flatMap((_, group) => {
    const loners = nodes.flatMap((node, index) => (node.group === group && !joined.has(index) ? [index] : []))
    const rows = Math.max(minRows, Math.ceil(Math.sqrt(loners.length)))
    return loners.slice(rows).map((index, position) => [loners[position] ?? index, index] as const)
  })
}

function readLayout(picture: Picture, found: JsonObject): PictureLayout {
  const [left = 0, bottom = 0, right = 0, top = 0] = numbers(found['bb'])
  // Graphviz counts upwards and sets the first frame lowest: taken as it is, the first one comes first.
  const point = (x: number, y: number): Point => ({ x: x - left, y: y - bottom })
  const objects = new Map(objectsIn(found['objects']).map((object) => [object['name'], object]))
  const edges = new Map(objectsIn(found['edges']).map((edge) => [edge['id'], edge]))
  return {
    width: right - left,
    height: top - bottom,
    groups: picture.groups.map((_, index) => groupBox(objects.get(`cluster_${index}`), point)),
    nodes: picture.nodes.map((node, index) => {
      const [x = 0, y = 0] = numbers(objects.get(`n${index}`)?.['pos'])
      const { width, height } = nodeSize(node)
      const centre = point(x, y)
      return { x: centre.x - width / 2, y: centre.y - height / 2, width, height }
    }),
    edges: picture.edges.map((_, index) => readCurve(edges.get(`e${index}`)?.['pos'], point)),
  }
}

function groupBox(object: JsonObject | undefined, point: (x: number, y: number) => Point): Box | null {
  const [left, bottom, right, top] = numbers(object?.['bb'])
  if (left === undefined || bottom === undefined || right === undefined || top === undefined) return null
  return { ...point(left, bottom), width: right - left, height: top - bottom }
}

/** `e,x,y x,y x,y …`: the tip of the arrow, then the points of the curve. */
function readCurve(position: Json | undefined, point: (x: number, y: number) => Point): PictureLayout['edges'][number] {
  let tip: Point | null = null
  const curve: Point[] = []
  for (const part of typeof position === 'string' ? position.split(/[\s;]+/) : []) {
    const [x = 0, y = 0] = numbers(part.replace(/^[es],/, ''))
    if (part.startsWith('e,')) tip = point(x, y)
    else if (!part.startsWith('s,')) curve.push(point(x, y))
  }
  return { curve, tip }
}

function numbers(text: Json | undefined): readonly number[] {
  return typeof text === 'string' ? text.split(',').map(Number) : []
}

function objectsIn(list: Json | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? (list as readonly Json[]).filter(isJsonObject) : []
}
