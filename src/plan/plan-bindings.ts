import type { Json } from '../events/json.ts'
import type { EnvironmentDeclaration, Project, ResourceDeclaration } from '../manifest/manifest.ts'
import { sourceJson, type ValueSource } from '../manifest/value-source.ts'
import { digestJson } from './digest.ts'
import { lazily } from './lazily.ts'
import type { PlanBindings } from './plan-document.ts'
import type { Examined } from './provider.ts'
import type { RecordedResource } from './recorded-resource.ts'
import type { ResolvedEnvironment } from './resolved-environment.ts'

/** What the bindings are taken from. */
export interface BindingsOptions {
  readonly project: Project
  readonly environment: ResolvedEnvironment
  /** The names in the plan. */
  readonly selected: ReadonlySet<string>
  readonly examined: ReadonlyMap<string, Examined>
  /** Every record that was read, removals and those of other environments included, by the address under which it stands. */
  readonly records: ReadonlyMap<string, RecordedResource>
  /** Old addresses by the new ones. */
  readonly moves: ReadonlyMap<string, string>
  readonly removed: readonly string[]
  readonly commit: string | null
}

/**
 * What a plan of these resources is bound to. Documents count by their meaning: a comment, or the document of something that is not in
 * the plan, moves nothing.
 */
export function planBindings(options: BindingsOptions): PlanBindings {
  const { environment, examined, records } = options
  const documents = lazily(() => documentDigests(options))
  const sources: Record<string, Readonly<Record<string, string>>> = {}
  const revisions: Record<string, number> = {}
  for (const [name, resource] of environment.resources) {
    if (!options.selected.has(name)) continue
    const { address } = resource.declaration
    const { template } = resource
    const own = { ...examined.get(address)?.sources, ...(template === null ? {} : { [`template ${template.path}`]: template.digest }) }
    if (Object.keys(own).length > 0) sources[address] = own
    const taken = resource.upstream.filter((other) => !options.selected.has(other)).map((other) => `${environment.declaration.name}/${other}`)
    const reads = [address, ...resource.foreign, ...taken].flatMap((one) => [one, options.moves.get(one) ?? one])
    for (const read of reads) revisions[read] = records.get(read)?.revision ?? 0
  }
  for (const address of options.removed) revisions[address] = records.get(address)?.revision ?? 0
  return {
    // Apply compares revisions alone: digests are for plans that are saved.
    get documents() {
      return documents()
    },
    sources,
    revisions,
    commit: options.commit,
    readsGit: environment.readsGit,
  }
}

function documentDigests({ project, environment, selected }: BindingsOptions): PlanBindings['documents'] {
  const digests: Record<string, string> = {
    project: digestJson({ name: project.name, id: project.id }),
    environment: environmentDigest(environment.declaration),
  }
  for (const [name, { declaration }] of environment.resources) if (selected.has(name)) digests[declaration.address] = declarationDigest(declaration)
  return digests
}

/** What moved between two sets of bindings, in words, one line each; empty when nothing did. */
export function movedBindings(planned: PlanBindings, now: PlanBindings): readonly string[] {
  const moved = [
    ...differing(planned.documents, now.documents).map((name) =>
      name.includes('/') ? `the document of ${name} was changed` : `the ${name} document was changed`,
    ),
    ...differing(planned.sources, now.sources).map((address) => {
      const names = differing(planned.sources[address] ?? {}, now.sources[address] ?? {})
      return `the sources of ${address} were changed: ${names.join(', ')}`
    }),
    ...differing(planned.revisions, now.revisions).map(
      (address) => `${address} was applied since: revision ${planned.revisions[address] ?? 0} became ${now.revisions[address] ?? 0}`,
    ),
  ]
  if (planned.readsGit && planned.commit !== now.commit)
    moved.push(`the commit is ${now.commit ?? 'none'} now, was ${planned.commit ?? 'none'}, and expressions read it`)
  return moved
}

function differing<T extends Json>(one: Readonly<Record<string, T>>, two: Readonly<Record<string, T>>): readonly string[] {
  const keys = new Set([...Object.keys(one), ...Object.keys(two)])
  return [...keys].filter((key) => digestJson(one[key] ?? null) !== digestJson(two[key] ?? null)).sort()
}

/** Secrets count by what they are, not by where they come from. */
function environmentDigest({ name, labels, protected: isProtected, mode, variables, env, credentials }: EnvironmentDeclaration): string {
  const said = (sources: Readonly<Record<string, string | ValueSource | null>>): Json =>
    Object.fromEntries(Object.entries(sources).map(([key, source]) => [key, source === null || typeof source === 'string' ? source : sourceJson(source)]))
  return digestJson({ name, labels, protected: isProtected, mode, variables, env: said(env), credentials: said(credentials) })
}

function declarationDigest({ kind, labels, folder, spec, lifecycle, dependsOn, each, movedFrom }: ResourceDeclaration): string {
  const more = { each: each === null ? null : { ...each }, movedFrom }
  return digestJson({ kind, labels, folder, spec, lifecycle: { ...lifecycle }, dependsOn: dependsOn.map(({ name }) => name), ...more })
}
