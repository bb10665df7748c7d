import type { SourceRange } from '../../../../src/events/diagnostic.ts'
import type { DependencyGraph, GraphEdge, GraphNode, WaitReason } from '../../../../src/plan/dependency-graph.ts'

/** A place in a file. */
export function place(file: string, line: number, column = 1): SourceRange {
  return { file, start: { line, column, offset: line * 100 }, end: { line, column: column + 4, offset: line * 100 + 4 } }
}

/** A node of `dev` unless the address says otherwise. */
export function node(address: string, layer: number, more: Partial<GraphNode> = {}): GraphNode {
  const [environment = '', name = ''] = address.split('/')
  return { address, environment, name, kind: 'File', labels: {}, declaredAt: place(`system/${name}.yaml`, 3, 19), layer, outside: false, ...more }
}

/** An expression as a reason. */
export function reads(path: readonly (string | number)[], ...read: readonly (string | number)[]): WaitReason {
  return { kind: 'expression', path, reads: read, at: place('system/app.yaml', 12, 7) }
}

/** An edge within an environment. */
export function edge(from: string, to: string, reasons: readonly WaitReason[], recorded = false): GraphEdge {
  return { from, to, recorded, reasons }
}

/** Two environments, one read in a third, every reason, names with dashes and instances. */
export const shop: DependencyGraph = {
  environments: ['dev', 'empty'],
  nodes: [
    node('dev/network', 1, { kind: 'TerraformStack', labels: { team: 'platform', tier: 'base' } }),
    node('dev/app@eu-west-1', 2, { kind: 'TerraformStack' }),
    node('dev/app-config', 3),
    node('dev/alone', 1),
    node('global/dns', 0, { kind: 'TerraformStack', outside: true }),
  ],
  edges: [
    edge('dev/network', 'dev/app@eu-west-1', [
      reads(['variables', 'vpc_id'], 'resources', 'network', 'outputs', 'vpc_id'),
      reads(['variables', 'subnets', 0], 'resources', 'network', 'outputs', 'subnets', 0),
      { kind: 'depends-on', at: place('system/app.yaml', 4, 13) },
      reads(['variables', 'a b'], 'resources', 'network', 'outputs', 'x-y'),
      { kind: 'expression', path: null, reads: ['resources', 'network'], at: place('system/app.yaml', 2) },
    ]),
    edge('global/dns', 'dev/app@eu-west-1', [reads(['variables', 'zone'], 'environments', 'global', 'resources', 'dns', 'outputs', 'zone_id')], true),
    edge('dev/app@eu-west-1', 'dev/app-config', [reads(['content'], 'resources', 'app', 'eu-west-1', 'outputs', 'url')]),
    edge('dev/network', 'dev/app-config', []),
  ],
}
