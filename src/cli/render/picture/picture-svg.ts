import { escapeMarkup } from '../html/escape-markup.ts'
import { boxText } from './node-size.ts'
import type { Box, Picture, PictureEdge, PictureLayout, PictureNode, Point } from './picture.ts'

const margin = 16

const style = `
.picture { font-family: ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
.picture .group { fill: #f6f8fa; stroke: #d0d7de; }
.picture .group-title { font-size: 13px; font-weight: 600; fill: #57606a; }
.picture .node rect { fill: #ffffff; stroke: #8c959f; stroke-width: 1.2; }
.picture .node .title { font-size: 13px; font-weight: 600; fill: #1f2328; }
.picture .node .subtitle { font-size: 11px; fill: #57606a; }
.picture .dashed rect, .picture .edge.dashed .line { stroke-dasharray: 5 4; }
.picture .edge .line { fill: none; stroke: #8c959f; stroke-width: 1.2; }
.picture .edge .tip { fill: #8c959f; }
.picture .edge .near { fill: none; stroke: transparent; stroke-width: 10; }
.picture .added rect { fill: #dafbe1; stroke: #1a7f37; }
.picture .changed rect { fill: #fff8c5; stroke: #9a6700; }
.picture .removed rect { fill: #ffebe9; stroke: #cf222e; }
.picture .deferred rect { fill: #ddf4ff; stroke: #0969da; }
.picture .warning rect { fill: #fff1e5; stroke: #bc4c00; }
`

/** A picture as SVG, in itself complete: no script, no link, no font from elsewhere. Pointing at a part shows its details. */
export function pictureSvg(picture: Picture, layout: PictureLayout): string {
  const width = Math.ceil(layout.width + 2 * margin)
  const height = Math.ceil(layout.height + 2 * margin)
  const parts = [
    ...picture.groups.map((title, index) => groupSvg(title, layout.groups[index] ?? null)),
    ...picture.edges.map((edge, index) => edgeSvg(edge, layout.edges[index])),
    ...picture.nodes.map((node, index) => nodeSvg(node, index, layout.nodes[index])),
  ]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="picture" width="${width}" height="${height}" viewBox="${-margin} ${-margin} ${width} ${height}" role="img">`,
    `<style>${style}</style>`,
    `<rect x="${-margin}" y="${-margin}" width="${width}" height="${height}" fill="#ffffff"/>`,
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
