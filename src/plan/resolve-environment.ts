import type { Diagnostic, Report, SourceRange } from '../events/diagnostic.ts'
import { closest } from '../events/did-you-mean.ts'
import type { CompiledTree, Reference, Scope, TreeSource } from '../expressions/expression.ts'
import { unknown, type Value } from '../expressions/value.ts'
import { orderGraph } from '../graph/order-graph.ts'
import type { EnvironmentDeclaration, Manifest, ResourceDeclaration } from '../manifest/manifest.ts'
import type { OutputRead, ResolvedEnvironment, ResolvedResource } from './resolved-environment.ts'
import { resourceScope } from './resource-scope.ts'

/** What resolving needs beside the manifest. */
export interface ResolveOptions {
  readonly manifest: Manifest
  readonly environment: EnvironmentDeclaration
  readonly git: { readonly commit: string | null; readonly branch: string | null }
  readonly compile: (source: TreeSource, report: Report, staticScope?: Scope) => CompiledTree
  readonly report: Report
}

interface Draft {
  readonly declaration: ResourceDeclaration
  readonly compiled: CompiledTree
  readonly upstream: Set<string>
  readonly foreign: Set<string>
  readonly outputReads: OutputRead[]
}

/**
 * Compiles every expression of an environment, follows its references, orders its resources and evaluates their specs as far as that
 * goes without outputs. Every mistake is reported; null when there was one.
 */
export function resolveEnvironment(options: ResolveOptions): ResolvedEnvironment | null {
  const problems: Diagnostic[] = []
  const report: Report = (diagnostic) => {
    if (diagnostic.severity === 'error') problems.push(diagnostic)
    options.report(diagnostic)
  }
  const scope = environmentScope({ ...options, report })
  if (scope === null) return null
  const declarations = options.manifest.resources.get(options.environment.name) ?? []
  const names = new Map(declarations.map((declaration) => [declaration.name, declaration]))
  const drafts = declarations.map((declaration) => draft(declaration, { ...options, scope, report }))
  for (const each of drafts) followReferences(each, { names, manifest: options.manifest, report })
  if (problems.length > 0) return null
  const order = inOrder(drafts, report)
  if (order === null) return null
  const resources = evaluateStatically(order, scope, report)
  if (problems.length > 0) return null
  return {
    declaration: options.environment,
    resources,
    scope,
    readsGit: drafts.some((each) => each.compiled.references.some((reference) => reference.path[0] === 'git')),
  }
}

function environmentScope(options: ResolveOptions): ResolvedEnvironment['scope'] | null {
  const { environment, manifest, git } = options
  const project = { name: manifest.project.name }
  const gitScope = { commit: git.commit, branch: git.branch }
  const withoutVariables = { name: environment.name, labels: environment.labels }
  const locate: TreeSource['locate'] = (path, part) => environment.locate(['spec', 'variables', ...path], part)
  const compiled = options.compile({ tree: environment.variables, locate }, options.report)
  const evaluated = compiled.evaluate({ project, environment: withoutVariables, git: gitScope })
  if (!evaluated.ok) {
    for (const failure of evaluated.failures) options.report({ severity: 'error', ...failure })
    return null
  }
  return { project, environment: { ...withoutVariables, variables: evaluated.value }, git: gitScope }
}

function draft(declaration: ResourceDeclaration, options: ResolveOptions & { readonly scope: ResolvedEnvironment['scope'] }): Draft {
  const staticScope = { ...options.scope, resource: resourceScope(declaration) }
  const compiled = options.compile({ tree: declaration.spec, locate: declaration.locate }, options.report, staticScope)
  return { declaration, compiled, upstream: new Set(), foreign: new Set(), outputReads: [] }
}

interface Surroundings {
  readonly names: ReadonlyMap<string, ResourceDeclaration>
  readonly manifest: Manifest
  readonly report: Report
}

function followReferences(resource: Draft, surroundings: Surroundings): void {
  for (const dependency of resource.declaration.dependsOn) {
    if (dependency.name === resource.declaration.name) reportSelf(resource, dependency.at, surroundings.report)
    else resource.upstream.add(dependency.name)
  }
  for (const reference of resource.compiled.references) {
    if (reference.path[0] === 'resources') followResource(resource, reference, surroundings)
    else if (reference.path[0] === 'environments') followEnvironment(resource, reference, surroundings)
  }
}

function followResource(resource: Draft, reference: Reference, { names, report }: Surroundings): void {
  const [, name, part, ...path] = reference.path
  if (typeof name !== 'string') {
    report({
      code: 'unknown-reference',
      severity: 'error',
      message: 'resources as a whole cannot be read',
      hint: 'name one: resources.network.outputs.vpc_id',
      at: reference.range,
    })
    return
  }
  if (name === resource.declaration.name) {
    reportSelf(resource, reference.range, report)
    return
  }
  if (!names.has(name)) {
    if (!reference.optional)
      reportUnknownResource({ name, environment: resource.declaration.environment, candidates: names.keys(), at: reference.range, report })
    return
  }
  if (part !== undefined && part !== 'outputs' && part !== 'spec') {
    report({
      code: 'unknown-reference',
      severity: 'error',
      message: `a resource has no "${part}"`,
      hint: 'a resource has outputs and spec',
      at: reference.range,
    })
    return
  }
  resource.upstream.add(name)
  if (part !== 'spec') resource.outputReads.push({ name, path })
}

function followEnvironment(resource: Draft, reference: Reference, { manifest, report }: Surroundings): void {
  const [, environment, part, name] = reference.path
  if (typeof environment !== 'string' || part !== 'resources' || typeof name !== 'string') {
    const hint = 'name one: environments["global"].resources.dns.outputs.zone_id'
    report({
      code: 'unknown-reference',
      severity: 'error',
      message: 'of another environment only the outputs of its resources can be read',
      hint,
      at: reference.range,
    })
    return
  }
  const declared = manifest.resources.get(environment)
  if (declared === undefined) {
    const hint = suggestion(environment, manifest.environments.keys())
    report({ code: 'unknown-environment', severity: 'error', message: `no environment is named "${environment}"`, ...hint, at: reference.range })
  } else if (!declared.some((declaration) => declaration.name === name)) {
    const candidates = declared.map((declaration) => declaration.name)
    reportUnknownResource({ name, environment, candidates, at: reference.range, report })
  } else resource.foreign.add(`${environment}/${name}`)
}

function reportSelf(resource: Draft, at: SourceRange, report: Report): void {
  report({ code: 'dependency-cycle', severity: 'error', message: `"${resource.declaration.name}" depends on itself`, at })
}

function reportUnknownResource(problem: { name: string; environment: string; candidates: Iterable<string>; at: SourceRange; report: Report }): void {
  const message = `no resource in ${problem.environment} is named "${problem.name}"`
  problem.report({ code: 'unknown-reference', severity: 'error', message, ...suggestion(problem.name, problem.candidates), at: problem.at })
}

function suggestion(name: string, candidates: Iterable<string>): { readonly hint?: string } {
  const near = closest(name, [...candidates])
  return near === null ? {} : { hint: `did you mean "${near}"?` }
}

function inOrder(drafts: readonly Draft[], report: Report): readonly Draft[] | null {
  const index = new Map(drafts.map((each, position) => [each.declaration.name, position]))
  const successors: number[][] = drafts.map(() => [])
  drafts.forEach((each, position) => {
    for (const name of each.upstream) successors[index.get(name) ?? position]?.push(position)
  })
  const ordered = orderGraph(successors)
  if (ordered.ok) return ordered.order.flatMap((position) => drafts[position] ?? [])
  const circle = ordered.cycle.flatMap((position) => drafts[position] ?? [])
  const names = circle.map((each) => each.declaration.name)
  const first = circle[0]
  report({
    code: 'dependency-cycle',
    severity: 'error',
    message: `resources depend on each other in a circle: ${[...names, names[0]].join(' → ')}`,
    hint: 'each arrow leads from a resource to one that waits for it; take one of these references or dependsOn away',
    ...(first === undefined ? {} : { at: first.declaration.at }),
    related: circle.slice(1).map((each) => ({ message: `"${each.declaration.name}" is part of the circle`, at: each.declaration.at })),
  })
  return null
}

function evaluateStatically(order: readonly Draft[], scope: ResolvedEnvironment['scope'], report: Report): ReadonlyMap<string, ResolvedResource> {
  const resolved = new Map<string, ResolvedResource>()
  const resources: Record<string, Value> = {}
  for (const { declaration, compiled, upstream, foreign, outputReads } of order) {
    const environments = unknownForeign(foreign)
    const evaluated = compiled.evaluate({ ...scope, resource: resourceScope(declaration), resources, environments })
    if (!evaluated.ok) for (const failure of evaluated.failures) report({ severity: 'error', ...failure })
    const spec = evaluated.ok ? evaluated.value : unknown
    resources[declaration.name] = { spec, outputs: unknown }
    resolved.set(declaration.name, { declaration, compiled, upstream: [...upstream].sort(), foreign: [...foreign].sort(), outputReads, spec })
  }
  return resolved
}

function unknownForeign(addresses: ReadonlySet<string>): Value {
  const environments: Record<string, { resources: Record<string, Value> }> = {}
  for (const address of addresses) {
    const [environment = '', name = ''] = address.split('/')
    ;(environments[environment] ??= { resources: {} }).resources[name] = unknown
  }
  return environments
}
