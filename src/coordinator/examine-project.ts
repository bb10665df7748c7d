import type { Diagnostic, Report } from '../events/diagnostic.ts'
import { closest } from '../events/did-you-mean.ts'
import { hasSensitive, hasUnknown } from '../expressions/value.ts'
import type { Examined, Provider } from '../plan/provider.ts'
import { readPath } from '../plan/read-path.ts'
import type { SourceTree } from '../plan/source-tree.ts'
import type { ResolvedEnvironment, ResolvedResource } from '../plan/resolved-environment.ts'
import { Pool } from '../apply/pool.ts'

/** What examining needs. */
export interface ExamineOptions {
  readonly environments: ReadonlyMap<string, ResolvedEnvironment>
  readonly provider: (kind: string) => Provider | null
  /** Mistakes of a spec against its kind's schema; unknown parts are passed over. */
  readonly validate: (resource: ResolvedResource, spec: ResolvedResource['spec']) => readonly Diagnostic[]
  readonly projectRoot: string
  readonly sources?: SourceTree
  readonly projectKey: string
  /** As in a provider's context. */
  readonly generation: object
  /** A mistake of this code is a warning only: somebody is about to mend it. */
  readonly tolerate: Diagnostic['code'] | null
  readonly processEnvironment: (environment: ResolvedEnvironment) => Readonly<Record<string, string>>
  readonly report: Report
}

/** How many resources are examined at once: reading files overlaps, more gains nothing. */
const examinedAtOnce = 16

/** Looks at every declaration of a project without running anything: schema, files, outputs that others read. By address; faulty ones are left out. */
export async function examineProject(options: ExamineOptions): Promise<ReadonlyMap<string, Examined>> {
  const examined = new Map<string, Examined>()
  await new Pool(examinedAtOnce).each(examinations(options, examined), examineOne)
  for (const environment of options.environments.values()) checkOutputReads(environment, examined, options)
  return examined
}

interface Examination {
  readonly resource: ResolvedResource
  readonly isProtected: boolean
  readonly processEnvironment: Readonly<Record<string, string>>
  readonly options: ExamineOptions
  readonly examined: Map<string, Examined>
}

function* examinations(options: ExamineOptions, examined: Map<string, Examined>): Generator<Examination> {
  for (const environment of options.environments.values()) {
    const processEnvironment = options.processEnvironment(environment)
    const isProtected = environment.declaration.protected
    for (const resource of environment.resources.values()) yield { resource, isProtected, processEnvironment, options, examined }
  }
}

async function examineOne({ resource, isProtected, processEnvironment, options, examined }: Examination): Promise<void> {
  const { declaration, spec } = resource
  const provider = options.provider(declaration.kind)
  const problems = [...options.validate(resource, spec), ...(provider === null ? [noProvider(declaration)] : unknownTooEarly(resource, provider))]
  problems.forEach((problem) => options.report(problem))
  if (provider === null || problems.some((problem) => problem.severity === 'error')) return
  const { projectRoot, sources, projectKey, generation, tolerate } = options
  const answer = await provider.examine(
    { declaration, spec, isProtected },
    { projectRoot, ...(sources === undefined ? {} : { sources }), projectKey, processEnvironment, generation },
  )
  const diagnostics = answer.diagnostics.map((diagnostic): Diagnostic => (diagnostic.code === tolerate ? { ...diagnostic, severity: 'warning' } : diagnostic))
  diagnostics.forEach((diagnostic) => options.report({ address: declaration.address, ...diagnostic }))
  if (diagnostics.every((diagnostic) => diagnostic.severity !== 'error')) examined.set(declaration.address, { ...answer, diagnostics })
}

function noProvider({ kind, at }: ResolvedResource['declaration']): Diagnostic {
  return { code: 'unknown-kind', severity: 'error', message: `nothing here can manage a ${kind}`, hint: 'install the provider that brings the kind', at }
}

function unknownTooEarly({ declaration, spec, secrets }: ResolvedResource, provider: Provider): readonly Diagnostic[] {
  return provider.earlyFields.flatMap((path) => {
    const value = readPath(spec, path)
    if (value === undefined || !hasUnknown(value)) return []
    const isSecret = hasSensitive(value) && secrets.length > 0
    const what = `${path.join('.')} of ${declaration.address} must be known before planning`
    const message = isSecret ? `${what}, but it is made of a secret` : `${what}, but it depends on an output`
    const hint = 'make it of project, environment and resource values only'
    const instead = isSecret && path[0] === 'backend' ? 'give it as a variable: credentials or env of the environment' : hint
    return [{ code: 'unknown-too-early', severity: 'error', message, hint: instead, at: declaration.locate(path) }]
  })
}

/** Reads of outputs that will never exist are mistakes now, not when the resource is applied. */
function checkOutputReads(environment: ResolvedEnvironment, examined: ReadonlyMap<string, Examined>, { environments, report }: ExamineOptions): void {
  for (const { declaration, compiled } of environment.resources.values()) {
    for (const reference of compiled.references) {
      const target = outputRead(reference.path, declaration.environment, environments)
      const names = target === null ? null : (examined.get(target.address)?.outputNames ?? null)
      if (target === null || names === null || reference.optional || names.includes(target.output)) continue
      const near = closest(target.output, names)
      const hint = near !== null ? `did you mean "${near}"?` : names.length === 0 ? 'it has no outputs' : `it has ${names.join(', ')}`
      report({ code: 'unknown-reference', severity: 'error', message: `${target.address} has no output "${target.output}"`, hint, at: reference.range })
    }
  }
}

function outputRead(
  path: readonly (string | number)[],
  own: string,
  environments: ExamineOptions['environments'],
): { readonly address: string; readonly output: string } | null {
  const foreign = path[0] === 'environments'
  const environment = foreign ? String(path[1]) : own
  const [name, ...rest] = foreign ? path.slice(3) : path[0] === 'resources' ? path.slice(1) : []
  if (typeof name !== 'string') return null
  const hasInstances = environments.get(environment)?.groups.has(name) === true
  const [part, output] = hasInstances ? rest.slice(1) : rest
  if (part !== 'outputs' || typeof output !== 'string') return null
  return { address: `${environment}/${name}${hasInstances ? `@${String(rest[0])}` : ''}`, output }
}
