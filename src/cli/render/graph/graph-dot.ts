import type { DependencyGraph, GraphNode } from '../../../plan/dependency-graph.ts'
import { safeText } from '../safe-text.ts'
import { waitReasonText } from './wait-reason-text.ts'

/** A graph in Graphviz's language: arrows lead from a resource to those that wait for it; dashed ones carry recorded values. */
export function graphDot(graph: DependencyGraph): string {
  const groups = [...Map.groupBy(graph.nodes, ({ environment }) => environment)]
  const lines = [
    'digraph genesis {',
    '  rankdir=LR;',
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
    ...groups.flatMap(([environment, nodes], index) => clusterLines(environment, nodes, index)),
    ...graph.edges.map(({ from, to, recorded, reasons }) => {
      const why = quote(...reasons.map(waitReasonText))
      return `  ${quote(from)} -> ${quote(to)} [tooltip=${why}${recorded ? ', style=dashed' : ''}];`
    }),
    '}',
  ]
  return `${lines.join('\n')}\n`
}

function clusterLines(environment: string, nodes: readonly GraphNode[], index: number): readonly string[] {
  return [
    `  subgraph cluster_${index} {`,
    `    label=${quote(environment)};`,
    ...nodes.map(({ address, name, kind, outside }) => `    ${quote(address)} [label=${quote(name, kind)}${outside ? ', style="rounded,dashed"' : ''}];`),
    '  }',
  ]
}

/** Lines of text as one quoted string: no escape sequence and no entity of Graphviz comes of what they hold. */
function quote(...lines: readonly string[]): string {
  return `"${lines.map((line) => safeText(line).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;')).join('\\n')}"`
}
