import { ExitCode } from '../../events/exit-code.ts'
import type { DependencyGraph } from '../../plan/dependency-graph.ts'
import type { CliContext } from '../cli-context.ts'
import { environmentList } from '../environment-list.ts'
import { layoutPicture } from '../layout-picture.ts'
import { refuse } from '../refuse.ts'
import { graphDocument } from '../render/graph/graph-document.ts'
import { graphDot } from '../render/graph/graph-dot.ts'
import { graphHtml } from '../render/graph/graph-html.ts'
import { graphMermaid } from '../render/graph/graph-mermaid.ts'
import { graphEntries, graphPicture } from '../render/graph/graph-picture.ts'
import { graphText } from '../render/graph/graph-text.ts'
import { pictureSvg } from '../render/picture/picture-svg.ts'
import { writeJson } from '../write-json.ts'

/** The forms in which `genesis graph` shows a graph. */
export type GraphFormat = 'text' | 'svg' | 'dot' | 'mermaid' | 'json' | 'html'

/** Shows what waits for what and why, in some environments or in all. Reads the project's files alone. */
export async function graphCommand(context: CliContext, environment: string | null, asked: GraphFormat | null): Promise<ExitCode> {
  const result = await context.coordinator.graph(environmentList(environment))
  if (!result.ok) return refuse(context, result.diagnostics, result.exitCode)
  context.showDiagnostics(result.diagnostics, null)
  const { output } = context
  const format = asked ?? (output === 'text' || output === 'html' ? output : 'json')
  if (format === 'json') writeJson(context, graphDocument(result.value))
  else context.out.write(await drawn(context, result.value, format))
  return ExitCode.success
}

async function drawn(context: CliContext, graph: DependencyGraph, format: Exclude<GraphFormat, 'json'>): Promise<string> {
  switch (format) {
    case 'text':
      return graphText(graph, context.out)
    case 'dot':
      return graphDot(graph)
    case 'mermaid':
      return graphMermaid(graph)
    case 'svg':
      return svgOf(graph)
    case 'html':
      return graphHtml(graph, await svgOf(graph, graphEntries(graph)))
    default:
      return format satisfies never
  }
}

async function svgOf(graph: DependencyGraph, entries?: ReadonlySet<number>): Promise<string> {
  const picture = graphPicture(graph)
  return pictureSvg(picture, await layoutPicture(picture), entries)
}
