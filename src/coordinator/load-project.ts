import { createTreeCompiler } from '../expressions/compile-tree.ts'
import type { Diagnostic, Report } from '../events/diagnostic.ts'
import type { CoordinationConfig } from '../manifest/coordination-config.ts'
import type { ProjectFiles } from '../manifest/discover-files.ts'
import { validateSpec } from '../manifest/validate-spec.ts'
import type { Examined, Provider } from '../plan/provider.ts'
import { resolveEnvironment, type ResolveOptions } from '../plan/resolve-environment.ts'
import type { ResolvedEnvironment, ResolvedResource } from '../plan/resolved-environment.ts'
import type { SourceTree } from '../plan/source-tree.ts'
import type { GitRepository } from '../ports/git.ts'
import type { Host, Ports } from '../ports/ports.ts'
import type { Templates } from '../plan/template-text.ts'
import { examineProject } from './examine-project.ts'
import { GitOnDemand } from './git-on-demand.ts'
import { processEnvironment } from './process-environment.ts'
import type { ProjectFolders } from './project-folders.ts'
import { readDocuments, type ReadOptions, type ReadProject } from './read-project.ts'
import { readTemplates } from './read-templates.ts'
import { answered, hasErrors, refused, type Result } from './result.ts'

/** A project that is valid as far as its files tell. */
export interface LoadedProject extends ReadProject {
  readonly config: CoordinationConfig
  /** What git knows of the project's folder. Asked for once, when somebody first wants to know. */
  readonly repository: () => Promise<GitRepository | null>
  /** The words of `--set` that it was read with. */
  readonly set: readonly string[]
  /** The texts that were read, by path from the project's root. */
  readonly texts: ReadonlyMap<string, string>
  /** A copy of the sources as they were, where they were read in place of those that are there. */
  readonly sources?: SourceTree
  readonly environments: ReadonlyMap<string, ResolvedEnvironment>
  /** What was read of the files is good for a plan with the same generation. */
  readonly generation: object
  /** By address, over all environments. */
  readonly examined: ReadonlyMap<string, Examined>
}

/** What loading needs. */
export interface LoadOptions extends ReadOptions {
  readonly ports: Pick<Ports, 'files' | 'git'>
  readonly host: Host
  readonly provider: (kind: string) => Provider | null
  /** Whether somebody will ask for the repository: then git answers while the project is read. */
  readonly wantsGit: boolean
  /** A mistake of a resource that is a warning only, for the command that mends it. */
  readonly tolerate?: Diagnostic['code']
  /** The project is read as it was, from a copy at `startFolder`; what it makes stands where `folders` says. */
  readonly past?: { readonly sources: SourceTree; readonly folders: ProjectFolders; readonly repository: GitRepository }
}

/** Reads a project and checks everything that files can tell. All mistakes at once; warnings come with the value. */
export async function loadProject(options: LoadOptions): Promise<Result<LoadedProject>> {
  const diagnostics: Diagnostic[] = []
  const report = eachOnce(diagnostics)
  const { past, ports } = options
  const { promise: root, resolve: whenFound } = Promise.withResolvers<string>()
  const git = new GitOnDemand(async () => (past === undefined ? ports.git.repository(await root) : past.repository))
  if (options.wantsGit) void git.repository()
  const documents = await readDocuments({ ...options, whenFound }, report)
  if (documents === null) return refused(diagnostics)
  const { found, manifest, config, saved } = documents
  const folders = past?.folders ?? documents.folders
  const compiling = { manifest, compile: createTreeCompiler(), report }
  const written = [...found.files.map(({ text }) => text), ...options.set]
  const templates = await readTemplates({ ...compiling, git: await git.scope(written), files: ports.files, root: found.root, keepSource: options.keepSource })
  const gitScope = await git.scope([...written, ...[...templates.values()].map(({ text }) => text)])
  const environments = resolveAll({ ...compiling, git: gitScope, templates })
  await saved
  if (environments === null || config === null || hasErrors(diagnostics)) return refused(diagnostics)
  const validate = (resource: ResolvedResource, spec: ResolvedResource['spec']) => validateSpec(resource.declaration.kind, spec, resource.declaration.locate)
  const generation = {}
  const examined = await examineProject({
    environments,
    provider: options.provider,
    validate,
    projectRoot: folders.root,
    ...(past === undefined ? {} : { sources: past.sources }),
    projectKey: folders.key,
    generation,
    tolerate: options.tolerate ?? null,
    processEnvironment: (environment) => processEnvironment(options.host.variables, environment.declaration.env),
    report,
  })
  if (hasErrors(diagnostics)) return refused(diagnostics)
  const project = { folders, manifest, config, repository: () => git.repository(), set: options.set, environments, generation, examined }
  return answered({ ...project, texts: textsOf(found, templates), ...(past === undefined ? {} : { sources: past.sources }) }, diagnostics)
}

function textsOf({ files, config }: ProjectFiles, templates: Templates): ReadonlyMap<string, string> {
  return new Map([...files, ...(config === null ? [] : [config]), ...templates.values()].map(({ path, text }) => [path, text]))
}

/**
 * What is wrong with a document is wrong in each of its environments and with each of its instances, and what is wrong with a default with
 * all that have it: it is said once, without an address where it has several.
 */
function eachOnce(diagnostics: Diagnostic[]): Report {
  const said = new Map<string, number>()
  return (diagnostic) => {
    const { code, message, at, address } = diagnostic
    const key = JSON.stringify([code, message, at?.file, at?.start.offset, at?.end.offset, at === undefined ? address : null])
    const index = said.get(key)
    const first = index === undefined ? undefined : diagnostics[index]
    if (index === undefined || first === undefined) said.set(key, diagnostics.push(diagnostic) - 1)
    else if (first.address !== address) diagnostics[index] = sharedBySeveral(first)
  }
}

function sharedBySeveral(diagnostic: Diagnostic): Diagnostic {
  const shared = { ...diagnostic }
  delete shared.address
  return shared
}

function resolveAll(options: Omit<ResolveOptions, 'environment'>): ReadonlyMap<string, ResolvedEnvironment> | null {
  const resolved = new Map<string, ResolvedEnvironment>()
  let failed = false
  for (const environment of options.manifest.environments.values()) {
    const one = resolveEnvironment({ ...options, environment })
    if (one === null) failed = true
    else resolved.set(environment.name, one)
  }
  return failed ? null : resolved
}
