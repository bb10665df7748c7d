import type { DependencyGraph, GraphNode } from '../../../plan/dependency-graph.ts'
import { safeText } from '../safe-text.ts'

/** A graph as a Mermaid flowchart, as forges draw it in Markdown. Arrows as in {@link import('./graph-dot.ts').graphDot}. */
export function graphMermaid(graph: DependencyGraph): string {
  const ids = new Map(graph.nodes.map(({ address }, index) => [address, `n${index}`]))
  const groups = [...Map.groupBy(graph.nodes, ({ environment }) => environment)]
  const lines = [
    'flowchart LR',
    ...groups.flatMap(([environment, nodes], index) => [
      `  subgraph g${index}[${label(environment)}]`,
      ...nodes.map((node) => `    ${ids.get(node.address) ?? ''}${shape(node)}`),
      '  end',
    ]),
    ...graph.edges.flatMap(({ from, to, recorded }) => {
      const [one, two] = [ids.get(from), ids.get(to)]
      return one === undefined || two === undefined ? [] : [`  ${one} ${recorded ? '-.->' : '-->'} ${two}`]
    }),
  ]
  return `${lines.join('\n')}\n`
}

function shape({ name, kind, outside }: GraphNode): string {
  const text = label(name, kind)
  return outside ? `([${text}])` : `[${text}]`
}

/** A quoted label. Whatever could mean something to Mermaid, to Markdown or to HTML is written as the number of its character. */
function label(...lines: readonly string[]): string {
  const texts = lines.map((line) => safeText(line).replace(/[^A-Za-z0-9 _./@-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`))
  return `"${texts.join('<br/>')}"`
}
