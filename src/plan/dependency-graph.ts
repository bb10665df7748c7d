import type { SourceRange } from '../events/diagnostic.ts'
import type { ResourceDeclaration } from '../manifest/manifest.ts'
import { readTargets } from './read-targets.ts'
import type { ResolvedEnvironment, ResolvedResource } from './resolved-environment.ts'
import { specExpressions, within } from './spec-expressions.ts'

/** Why one resource waits for another. */
export type WaitReason =
  /** An expression reads it. `path` is the place below `spec`; null for an expression that stands elsewhere. */
  | { readonly kind: 'expression'; readonly path: readonly (string | number)[] | null; readonly reads: readonly (string | number)[]; readonly at: SourceRange }
  | { readonly kind: 'depends-on'; readonly at: SourceRange }

/** A declared resource as a node of a graph. */
export interface GraphNode {
  readonly address: string
  readonly environment: string
  readonly name: string
  readonly kind: string
  readonly labels: Readonly<Record<string, string>>
  readonly declaredAt: SourceRange
  /** 1 for what waits for nothing in its environment, one more than the highest of what it waits for otherwise. */
  readonly layer: number
  /** Whether it is here only because one of the asked environments reads it. */
  readonly outside: boolean
}

/** `to` waits for `from`; `recorded` when it reads what an earlier apply of another environment left instead. */
export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly recorded: boolean
  readonly reasons: readonly WaitReason[]
}

/** What waits for what, by addresses. */
export interface DependencyGraph {
  /** The environments that were asked for. */
  readonly environments: readonly string[]
  /** Each environment in an order in which its resources could be applied; those outside at the end. */
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

/** The graph of some environments of a project; what they read in others comes along. */
export function dependencyGraph(all: ReadonlyMap<string, ResolvedEnvironment>, asked: readonly string[]): DependencyGraph {
  const environments = asked.flatMap((name) => all.get(name) ?? [])
  const nodes = environments.flatMap(environmentNodes)
  const edges = environments.flatMap(({ resources }) => [...resources.values()].flatMap(edgesTo))
  const known = new Set(nodes.map(({ address }) => address))
  const foreign = [...new Set(edges.map(({ from }) => from))].filter((address) => !known.has(address)).sort()
  return { environments: asked, nodes: [...nodes, ...foreign.flatMap((address) => outsideNode(all, address))], edges }
}

function environmentNodes({ resources }: ResolvedEnvironment): readonly GraphNode[] {
  const layers = new Map<string, number>()
  return [...resources].map(([name, { declaration, upstream }]) => {
    const layer = 1 + upstream.reduce((highest, other) => Math.max(highest, layers.get(other) ?? 0), 0)
    layers.set(name, layer)
    return nodeOf(declaration, layer, false)
  })
}

function nodeOf({ address, environment, name, kind, labels, at }: ResourceDeclaration, layer: number, outside: boolean): GraphNode {
  return { address, environment, name, kind, labels, declaredAt: at, layer, outside }
}

function outsideNode(all: ReadonlyMap<string, ResolvedEnvironment>, address: string): readonly GraphNode[] {
  const slash = address.indexOf('/')
  const declaration = all.get(address.slice(0, slash))?.resources.get(address.slice(slash + 1))?.declaration
  return declaration === undefined ? [] : [nodeOf(declaration, 0, true)]
}

/** What a resource waits for, each with every reason for it. */
export function edgesTo(resource: ResolvedResource): readonly GraphEdge[] {
  const { declaration, upstream, foreign } = resource
  const reasons = waitReasons(resource)
  const edge = (from: string, recorded: boolean): GraphEdge => ({ from, to: declaration.address, recorded, reasons: reasons.get(from) ?? [] })
  return [...upstream.map((name) => edge(`${declaration.environment}/${name}`, false)), ...foreign.map((address) => edge(address, true))]
}

function waitReasons({ declaration, compiled, template, upstream, foreign }: ResolvedResource): ReadonlyMap<string, readonly WaitReason[]> {
  const { environment } = declaration
  const addresses = [...upstream.map((name) => `${environment}/${name}`), ...foreign]
  const reasons = new Map<string, WaitReason[]>(addresses.map((address) => [address, []]))
  const expressions = compiled.references.length === 0 ? [] : specExpressions(declaration)
  const add = (path: readonly (string | number)[], reason: WaitReason): void => {
    for (const { address } of readTargets(path, environment, addresses)) reasons.get(address)?.push(reason)
  }
  for (const { path: reads, range } of compiled.references) {
    const path = range.file === template?.path ? ['content'] : (expressions.find(({ at }) => within(at, range))?.path ?? null)
    add(reads, { kind: 'expression', path, reads, at: range })
  }
  for (const { name, at } of declaration.dependsOn) add(['resources', name], { kind: 'depends-on', at })
  return reasons
}
