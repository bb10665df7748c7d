import type { DependencyGraph, GraphEdge, GraphNode } from '../../../plan/dependency-graph.ts'
import { counted } from '../counted.ts'
import { printLines } from '../print-lines.ts'
import { blankLine, span, styledLine, type StyledLine } from '../styled-line.ts'
import type { TextStyle } from '../terminal.ts'
import { padToWidth, textWidth } from '../text-width.ts'
import { shortReason } from './wait-reason-text.ts'

/** Reasons for one edge that are named before the rest is only counted. */
const maxReasons = 3

/** A graph for people: environment by environment, layer by layer, below each resource what it waits for and why. */
export function graphText(graph: DependencyGraph, style: TextStyle): string {
  const edges = Map.groupBy(graph.edges, ({ to }) => to)
  const sections = graph.environments.map((environment) => {
    const nodes = graph.nodes.filter((node) => node.environment === environment && !node.outside)
    return environmentLines({ environment, nodes, edges, style })
  })
  const lines = sections.flatMap((section, index) => (index === 0 ? section : [blankLine, ...section]))
  return printLines(lines.length === 0 ? [styledLine(0, 'The project has no environment yet.')] : lines, style)
}

interface Section {
  readonly environment: string
  readonly nodes: readonly GraphNode[]
  readonly edges: ReadonlyMap<string, readonly GraphEdge[]>
  readonly style: TextStyle
}

function environmentLines({ environment, nodes, edges, style }: Section): readonly StyledLine[] {
  const layers = [...Map.groupBy(nodes, ({ layer }) => layer)].sort(([one], [two]) => one - two)
  const counts = `${counted(nodes.length, 'resource')}${layers.length === 0 ? '' : ` in ${counted(layers.length, 'layer')}`}`
  const width = nodes.reduce((widest, { name }) => Math.max(widest, textWidth(name)), 0)
  return [
    styledLine(0, span(environment, 'bold'), span(`  ${counts}`, 'dim')),
    ...layers.flatMap(([layer, members]) => [
      styledLine(2, span(`layer ${layer}`, 'dim')),
      ...members.flatMap((node) => [
        styledLine(4, padToWidth(node.name, width + 2), span(node.kind, 'dim')),
        ...(edges.get(node.address) ?? []).map((edge) => edgeLine(edge, environment, style)),
      ]),
    ]),
  ]
}

function edgeLine({ from, recorded, reasons }: GraphEdge, environment: string, { unicode }: TextStyle): StyledLine {
  const name = recorded ? from : from.slice(environment.length + 1)
  const texts = [...new Set(reasons.map(shortReason))]
  const left = texts.length - maxReasons
  const why = [...texts.slice(0, maxReasons), ...(left > 0 ? [`${left} more`] : [])].join('; ')
  const note = recorded ? ' (recorded values)' : ''
  return styledLine(6, span(unicode ? '← ' : '<- ', 'dim'), name, span(`${note}${why === '' ? '' : `: ${why}`}`, 'dim'))
}
