import type { Diagnostic, Report } from '../events/diagnostic.ts'
import type { CompiledTree, Locate, TreeSource } from '../expressions/expression.ts'
import { unknown, type Value } from '../expressions/value.ts'
import { orderGraph } from '../graph/order-graph.ts'
import type { EnvironmentDeclaration, Manifest, ResourceDeclaration } from '../manifest/manifest.ts'
import { environmentScope, type Compile, type GitScope } from './environment-scope.ts'
import { expandTemplates, type Expanded } from './expand-templates.ts'
import { followReferences, type Draft } from './follow-references.ts'
import { checkMoves } from './moved-names.ts'
import { nameIndex, type NameIndex } from './name-index.ts'
import type { ResolvedEnvironment, ResolvedResource } from './resolved-environment.ts'
import { locateInTemplate, withContent, type Templates } from './template-text.ts'
import { ownScope } from './resource-scope.ts'
import { EnvironmentViews, ResourceViews } from './resource-views.ts'
import { secretsScope } from './secrets-scope.ts'

/** What resolving needs beside the manifest. */
export interface ResolveOptions {
  readonly manifest: Manifest
  readonly environment: EnvironmentDeclaration
  readonly git: GitScope
  readonly templates: Templates
  readonly compile: Compile
  readonly report: Report
}

/**
 * Makes the resources of an environment, compiles every expression, follows its references, orders its resources and evaluates their specs
 * as far as that goes without outputs. Every mistake is reported; null when there was one. Of what the manifest could not read nothing is
 * said.
 */
export function resolveEnvironment(given: ResolveOptions): ResolvedEnvironment | null {
  const git = { isRead: false }
  const options = { ...given, compile: notingGit(given.compile, git) }
  const problems: Diagnostic[] = []
  const report: Report = (diagnostic) => {
    if (diagnostic.severity === 'error') problems.push(diagnostic)
    options.report(diagnostic)
  }
  const outer = environmentScope({ ...options, report })
  if (outer === null) return null
  const { manifest, environment } = options
  const scope = { ...outer, secrets: secretsScope(environment, new Map()) }
  const templates = manifest.resources.get(environment.name) ?? []
  const expanded = expandTemplates(templates, { scope: outer, compile: options.compile, report })
  checkMoves(expanded.declarations, movePlaces(templates), report)
  const drafts = expanded.declarations.map((declaration) => draftOf(declaration, { ...options, scope, report }))
  const own = nameIndex(environment.name, expanded, manifest.unread)
  const surroundings = {
    own,
    other: otherEnvironments({ ...options, own }),
    environments: () => manifest.environments.keys(),
    secrets: Object.keys(environment.secrets),
    report,
  }
  for (const each of drafts) followReferences(each, surroundings)
  if (problems.length > 0) return null
  const order = inOrder(drafts, report)
  if (order === null) return null
  const resources = evaluateStatically(order, { scope, groups: expanded.groups, report })
  if (problems.length > 0) return null
  return {
    declaration: environment,
    resources,
    groups: expanded.groups,
    scope,
    readsGit: git.isRead,
  }
}

/** Compiles as before, and notes whether any expression reads `git`, wherever it stands. */
function notingGit(compile: Compile, git: { isRead: boolean }): Compile {
  return (...source) => {
    const compiled = compile(...source)
    git.isRead ||= compiled.references.some(({ path }) => path[0] === 'git')
    return compiled
  }
}

function draftOf(declaration: ResourceDeclaration, options: ResolveOptions & { readonly scope: ResolvedEnvironment['scope'] }): Draft {
  const staticScope = { ...options.scope, ...ownScope(declaration) }
  const compile = (source: TreeSource): CompiledTree => options.compile(source, options.report, staticScope)
  const rest = { upstream: [], foreign: [], outputReads: [], foreignGroups: [], unread: [], secrets: [] }
  if (declaration.template !== null) return { ...templatedDraft(declaration, declaration.template, { ...options, compile }), ...rest }
  return { declaration, compiled: compile({ tree: declaration.spec, locate: declaration.locate }), template: null, ...rest }
}

/** A template's text stands in the place of the content; without its text there is none, which was reported. */
function templatedDraft(
  declaration: ResourceDeclaration,
  path: string,
  { templates, compile }: { readonly templates: Templates; readonly compile: (source: TreeSource) => CompiledTree },
): Pick<Draft, 'declaration' | 'compiled' | 'template'> {
  const spec = Object.fromEntries(Object.entries(declaration.spec).filter(([field]) => field !== 'template'))
  const template = templates.get(path) ?? null
  const fields = compile({ tree: spec, locate: declaration.locate })
  if (template === null) return { declaration, compiled: fields, template }
  const content = compile({ tree: template.text, locate: locateInTemplate(template), asText: true })
  return { declaration: { ...declaration, locate: contentAtTemplate(declaration.locate) }, compiled: withContent(fields, content), template }
}

/** What is wrong with a content that a template gives is said where the document names the template. */
function contentAtTemplate(locate: Locate): Locate {
  return (path, part) => (path[0] === 'content' ? locate(['template']) : locate(path, part))
}

function movePlaces(templates: NonNullable<ReturnType<Manifest['resources']['get']>>): Parameters<typeof checkMoves>[1] {
  const byName = new Map(templates.map((template) => [template.name, template]))
  return ({ base, at }) => byName.get(base)?.locateField(['metadata', 'movedFrom']) ?? at
}

/** The names in other environments, worked out when the first reference leads there. Their mistakes are reported where they are resolved themselves. */
function otherEnvironments(options: ResolveOptions & { readonly own: NameIndex }): (name: string) => NameIndex | 'unread' | null {
  const { manifest, own } = options
  const known = new Map<string, NameIndex | 'unread' | null>([[own.environment, own]])
  return (name) => {
    let index = known.get(name)
    if (index === undefined) known.set(name, (index = otherIndex(name)))
    return index
  }
  function otherIndex(name: string): NameIndex | 'unread' | null {
    const environment = manifest.environments.get(name)
    if (environment === undefined) return manifest.unread.documents || manifest.unread.environments.has(name) ? 'unread' : null
    const silent: Report = () => undefined
    const scope = environmentScope({ ...options, environment, report: silent })
    if (scope === null) return 'unread'
    const expanded = expandTemplates(manifest.resources.get(name) ?? [], { scope, compile: options.compile, report: silent })
    return nameIndex(name, expanded, manifest.unread)
  }
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

interface StaticSurroundings {
  readonly scope: ResolvedEnvironment['scope']
  readonly groups: Expanded['groups']
  readonly report: Report
}

function evaluateStatically(order: readonly Draft[], { scope, groups, report }: StaticSurroundings): ReadonlyMap<string, ResolvedResource> {
  const resolved = new Map<string, ResolvedResource>()
  const views = new ResourceViews(groups)
  for (const draft of order) {
    const { declaration, compiled, template, outputReads } = draft
    const foreign = distinct(draft.foreign)
    const environments = unknownElsewhere(draft, foreign)
    for (const lost of draft.unread) if (!lost.includes('/')) views.set(lost, unknown)
    const evaluated = compiled.evaluate({ ...scope, ...ownScope(declaration), resources: views.value, environments })
    if (!evaluated.ok) for (const failure of evaluated.failures) report({ severity: 'error', ...failure })
    const spec = evaluated.ok ? evaluated.value : unknown
    views.set(declaration.name, { spec, outputs: unknown })
    const upstream = distinct(draft.upstream)
    const more = { foreignGroups: distinct(draft.foreignGroups), secrets: distinct(draft.secrets) }
    resolved.set(declaration.name, { declaration, compiled, template, upstream, foreign, ...more, outputReads: outputReads.slice(), spec })
  }
  return resolved
}

const nothingElsewhere: Value = {}

/** What `environments` stands for before anything is read: the places that a resource reads are there, and what is in them is unknown. */
function unknownElsewhere({ foreignGroups, unread }: Draft, foreign: readonly string[]): Value {
  const lost = unread.filter((one) => one.includes('/'))
  if (foreignGroups.length + foreign.length + lost.length === 0) return nothingElsewhere
  const views = new EnvironmentViews(foreignGroups)
  for (const address of [...foreign, ...lost]) views.set(address, unknown)
  return views.value
}

const none: readonly string[] = []

/** Each once, sorted. Most resources have none or one: their lists are kept as long as the project, without room to grow. */
function distinct(names: readonly string[]): readonly string[] {
  if (names.length < 2) return names.length === 0 ? none : names.slice()
  return [...new Set(names)].sort()
}
