import type { Diagnostic, Report, SourceRange } from '../events/diagnostic.ts'
import { closest } from '../events/did-you-mean.ts'
import type { CompiledTree, Reference } from '../expressions/expression.ts'
import type { ResourceDeclaration } from '../manifest/manifest.ts'
import { lookUpName, type NameIndex } from './name-index.ts'
import type { TemplateText } from './template-text.ts'
import type { OutputRead } from './resolved-environment.ts'

/** A declaration on its way to be resolved: what it waits for and reads is filled in as its references are followed. */
export interface Draft {
  readonly declaration: ResourceDeclaration
  readonly compiled: CompiledTree
  readonly template: TemplateText | null
  /** Names and addresses may stand in the lists more than once. */
  readonly upstream: string[]
  readonly foreign: string[]
  readonly outputReads: OutputRead[]
  /** Addresses of documents with `forEach` in other environments that are read as a whole. */
  readonly foreignGroups: string[]
  /** Names of what could not be read, and addresses in other environments: nobody can say what is there. */
  readonly unread: string[]
  /** Names of secrets that it reads; may stand there more than once. */
  readonly secrets: string[]
}

/** What references may lead to. */
export interface Surroundings {
  readonly own: NameIndex
  /** The index of another environment; `unread` when it could not be read, null when there is none of that name. */
  readonly other: (environment: string) => NameIndex | 'unread' | null
  readonly environments: () => Iterable<string>
  /** The names of the environment's secrets. */
  readonly secrets: readonly string[]
  readonly report: Report
}

/** Follows `dependsOn` and every expression of a draft; reports what leads nowhere. */
export function followReferences(draft: Draft, surroundings: Surroundings): void {
  for (const dependency of draft.declaration.dependsOn) followDependency(draft, dependency, surroundings)
  for (const reference of draft.compiled.references) {
    if (reference.path[0] === 'resources') followResource(draft, reference, surroundings)
    else if (reference.path[0] === 'environments') followEnvironment(draft, reference, surroundings)
    else if (reference.path[0] === 'secrets') followSecret(draft, reference, surroundings)
  }
}

function followDependency(draft: Draft, dependency: ResourceDeclaration['dependsOn'][number], { own, report }: Surroundings): void {
  const [base = '', key] = dependency.name.split('@')
  const found = lookUpName(own, key === undefined ? [base] : [base, key])
  // A name that no document has was reported when the documents were read.
  if (found.kind === 'unread' || (found.kind === 'missing' && !own.groups.has(base))) return
  if (found.kind === 'missing') {
    const { message, hint } = found
    report({ code: 'unknown-dependency', severity: 'error', message, ...(hint === undefined ? {} : { hint }), at: dependency.at })
  } else if (found.rest.length > 0) {
    const hint = `write "${base}"`
    report({ code: 'unknown-dependency', severity: 'error', message: `"${base}" has no forEach, and no instance "${key ?? ''}"`, hint, at: dependency.at })
  } else addUpstream(draft, found.names, { at: () => dependency.at, report })
}

/** False when it would wait for itself. */
function addUpstream(
  { declaration, upstream }: Draft,
  names: readonly string[],
  { at, report }: { readonly at: () => SourceRange; readonly report: Report },
): boolean {
  if (names.includes(declaration.name)) {
    report({ code: 'dependency-cycle', severity: 'error', message: `"${declaration.name}" depends on itself`, at: at() })
    return false
  }
  for (const name of names) upstream.push(name)
  return true
}

function followResource(draft: Draft, reference: Reference, { own, report }: Surroundings): void {
  const steps = reference.path.slice(1)
  if (typeof steps[0] !== 'string') {
    report(unknown('resources as a whole cannot be read', reference.range, 'name one: resources.network.outputs.vpc_id'))
    return
  }
  const found = lookUpName(own, steps)
  if (found.kind === 'unread') draft.unread.push(found.name)
  else if (found.kind === 'missing') {
    if (!reference.optional) report(unknown(found.message, reference.range, found.hint))
  } else {
    const [part] = found.rest
    const path = found.rest.slice(1)
    if (part !== undefined && part !== 'outputs' && part !== 'spec')
      report(unknown(`a resource has no "${part}"`, reference.range, 'a resource has outputs and spec'))
    else if (addUpstream(draft, found.names, { at: () => reference.range, report }) && part !== 'spec') {
      for (const name of found.names) draft.outputReads.push({ name, path })
    }
  }
}

function followEnvironment(draft: Draft, reference: Reference, { other, environments, report }: Surroundings): void {
  const [, environment, part, ...steps] = reference.path
  if (typeof environment !== 'string' || part !== 'resources' || typeof steps[0] !== 'string') {
    const hint = 'name one: environments["global"].resources.dns.outputs.zone_id'
    report(unknown('of another environment only the outputs of its resources can be read', reference.range, hint))
    return
  }
  const index = other(environment)
  if (index === null) {
    const near = closest(environment, [...environments()])
    const hint = near === null ? {} : { hint: `did you mean "${near}"?` }
    report({ code: 'unknown-environment', severity: 'error', message: `no environment is named "${environment}"`, ...hint, at: reference.range })
    return
  }
  const found = index === 'unread' ? ({ kind: 'unread', name: steps[0] } as const) : lookUpName(index, steps)
  if (found.kind === 'missing') report(unknown(found.message, reference.range, found.hint))
  else if (found.kind === 'unread') draft.unread.push(`${environment}/${found.name}`)
  else {
    if (found.whole) draft.foreignGroups.push(`${environment}/${steps[0]}`)
    for (const name of found.names) draft.foreign.push(`${environment}/${name}`)
  }
}

/** Which secrets a resource reads is known before any is fetched: nobody is asked for more. */
function followSecret(draft: Draft, { path, range, optional }: Reference, { own, secrets, report }: Surroundings): void {
  const [, name] = path
  if (typeof name !== 'string') report(unknown('secrets as a whole cannot be read', range, secretsHint(secrets)))
  else if (secrets.includes(name)) draft.secrets.push(name)
  else if (!optional) {
    const near = closest(name, secrets)
    const hint = near === null ? secretsHint(secrets) : `did you mean "${near}"?`
    report(unknown(`no secret of ${own.environment} is named "${name}"`, range, hint))
  }
}

function secretsHint(names: readonly string[]): string {
  if (names.length === 0) return 'the environment has none: say where they come from under spec.secrets of its document'
  return `there is ${names.join(', ')}`
}

function unknown(message: string, at: SourceRange, hint: string | undefined): Diagnostic {
  return { code: 'unknown-reference', severity: 'error', message, ...(hint === undefined ? {} : { hint }), at }
}
