import { escapeMarkup } from '../html/escape-markup.ts'
import { boxText } from './node-size.ts'
import type { Box, Picture, PictureEdge, PictureLayout, PictureNode, Point } from './picture.ts'

const margin = 16

const style = `
.picture { font-family: ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
.picture .ground { fill: var(--ground, #ffffff); }
.picture .group { fill: var(--group, #f6f8fa); stroke: var(--frame, #d0d7de); }
.picture .group-title { font-size: 13px; font-weight: 600; fill: var(--dim, #57606a); }
.picture .node rect { fill: var(--box, #ffffff); stroke: var(--line, #8c959f); stroke-width: 1.2; }
.picture .node .title { font-size: 13px; font-weight: 600; fill: var(--text, #1f2328); }
.picture .node .subtitle { font-size: 11px; fill: var(--dim, #57606a); }
.picture .dashed rect, .picture .edge.dashed .line { stroke-dasharray: 5 4; }
.picture .edge .line { fill: none; stroke: var(--line, #8c959f); stroke-width: 1.2; }
.picture .edge .tip { fill: var(--line, #8c959f); }
.picture .edge .near { fill: none; stroke: transparent; stroke-width: 10; }
.picture .added rect { fill: var(--added-box, #dafbe1); stroke: var(--added, #1a7f37); }
.picture .changed rect { fill: var(--changed-box, #fff8c5); stroke: var(--changed, #9a6700); }
.picture .removed rect { fill: var(--removed-box, #ffebe9); stroke: var(--removed, #cf222e); }
.picture .deferred rect { fill: var(--deferred-box, #ddf4ff); stroke: var(--deferred, #0969da); }
.picture .warning rect { fill: var(--warning-box, #fff1e5); stroke: var(--warning, #bc4c00); }
`

/**
 * A picture as SVG, in itself complete: no script, no font from elsewhere. Pointing at a part shows its details. In a page that has an entry
 * for some of the boxes, `entries` are their numbers: those boxes lead there.
 */
export function pictureSvg(picture: Picture, layout: PictureLayout, entries: ReadonlySet<number> = new Set()): string {
  const width = Math.ceil(layout.width + 2 * margin)
  const height = Math.ceil(layout.height + 2 * margin)
  const parts = [
    ...picture.groups.map((title, index) => groupSvg(title, layout.groups[index] ?? null)),
    ...picture.edges.map((edge, index) => edgeSvg(edge, layout.edges[index])),
    ...picture.nodes.map((node, index) => linked(nodeSvg(node, index, layout.nodes[index]), entries.has(index) ? index : null)),
  ]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="picture" width="${width}" height="${height}" viewBox="${-margin} ${-margin} ${width} ${height}" role="${entries.size === 0 ? 'img' : 'group'}" aria-label="picture">`,
    `<style>${style}</style>`,
    `<rect class="ground" x="${-margin}" y="${-margin}" width="${width}" height="${height}"/>`,
    ...parts.filter((part) => part !== ''),
    '</svg>\n',
  ].join('\n')
}

function groupSvg(title: string, box: Box | null): string {
  if (box === null) return ''
  const text = `<text class="group-title" x="${round(box.x + 10)}" y="${round(box.y + 18)}">${escapeMarkup(title)}</text>`
  return `<g><rect class="group" ${boxAttributes(box)} rx="8"/>${text}</g>`
}

function nodeSvg(node: PictureNode, index: number, box: Box | undefined): string {
  if (box === undefined) return ''
  const { title, subtitle, tone, dashed, details } = node
  const middle = round(box.x + box.width / 2)
  return [
    `<g class="node ${tone}${dashed ? ' dashed' : ''}" data-node="${index}">${hover([title, ...details])}`,
    `<rect ${boxAttributes(box)} rx="6"/>`,
    `<text class="title" x="${middle}" y="${round(box.y + 18)}" text-anchor="middle">${escapeMarkup(boxText(title))}</text>`,
    `<text class="subtitle" x="${middle}" y="${round(box.y + 33)}" text-anchor="middle">${escapeMarkup(boxText(subtitle))}</text></g>`,
  ].join('')
}

function linked(box: string, entry: number | null): string {
  return entry === null ? box : `<a href="#item-${entry}">${box}</a>`
}

function edgeSvg({ from, to, dashed, details }: PictureEdge, found: PictureLayout['edges'][number] | undefined): string {
  const [start, ...curve] = found?.curve ?? []
  if (found === undefined || start === undefined) return ''
  const end = curve.at(-1) ?? start
  const path = `M${pair(start)}C${curve.map(pair).join(' ')}`
  const tip = found.tip === null ? '' : `<polygon class="tip" points="${arrow(end, found.tip)}"/>`
  const lines = `<path class="line" d="${path}"/>${tip}<path class="near" d="${path}"/>`
  return `<g class="edge${dashed ? ' dashed' : ''}" data-from="${from}" data-to="${to}">${hover(details)}${lines}</g>`
}

function hover(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<title>${lines.map(escapeMarkup).join('\n')}</title>`
}

/** A triangle from where the curve ends to its tip. */
function arrow(from: Point, tip: Point): string {
  const length = Math.hypot(tip.x - from.x, tip.y - from.y) || 1
  const across = { x: ((from.y - tip.y) / length) * 3.5, y: ((tip.x - from.x) / length) * 3.5 }
  return [tip, { x: from.x + across.x, y: from.y + across.y }, { x: from.x - across.x, y: from.y - across.y }].map(pair).join(' ')
}

function boxAttributes({ x, y, width, height }: Box): string {
  return `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`
}

function pair({ x, y }: Point): string {
  return `${round(x)},${round(y)}`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
