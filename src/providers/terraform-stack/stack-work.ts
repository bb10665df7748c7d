import { posix } from 'node:path'
import type { Diagnostic } from '../../events/diagnostic.ts'
import type { ResourceDeclaration } from '../../manifest/manifest.ts'
import type { ProviderContext } from '../../plan/provider.ts'
import { inWorkingTree } from '../../plan/source-tree.ts'
import type { BackendInUse } from './backend/backend-choice.ts'
import { backendIdentity, type BackendIdentity } from './backend/backend-identity.ts'
import { backendInUse } from './backend/backend-in-use.ts'
import { fittingSettings } from './fitting-settings.ts'
import { GenerationMemo } from '../generation-memo.ts'
import { locateModule, type ModulePlace } from './locate-module.ts'
import { readModuleTree, type ModuleTree } from './outline/module-tree.ts'
import { RepositoryLayouts, type RepositoryLayout } from '../../sources/repository-layout.ts'
import { SourceDigests, type StackSources } from './snapshot/source-digests.ts'
import { SourceScanner } from './snapshot/source-scanner.ts'
import type { StackWorker } from './snapshot/stack-worker.ts'
import type { StackPorts } from './stack-ports.ts'
import type { StackSettings } from './stack-settings.ts'
import { StackTrouble, trouble } from './stack-trouble.ts'
import { findVarFiles, type FoundVarFiles, type VarFileProblem } from './var-files/find-var-files.ts'
import { varFileSources, type VarFile } from './var-files/var-file.ts'
import { BinaryVersions } from './terraform/binary-version.ts'

/** What all calls of one provider share: ports, and what they have learned. */
export class StackHouse {
  readonly ports: StackPorts
  readonly layouts: RepositoryLayouts
  readonly scanner: SourceScanner
  readonly digests: SourceDigests
  readonly versions: BinaryVersions
  /** By address, the serial of the state that our own attempt left which failed before it began to act: a plan made before it is not made stale by it. */
  readonly leftSerials = new Map<string, number>()
  readonly #modules = new GenerationMemo<ModuleTree>()
  readonly #varFiles = new GenerationMemo<FoundVarFiles>()
  readonly #sources = new GenerationMemo<Readonly<Record<string, string>>>()

  constructor(ports: StackPorts) {
    this.ports = ports
    this.layouts = new RepositoryLayouts(ports.git, ports.files)
    this.scanner = new SourceScanner(ports)
    this.digests = new SourceDigests(ports.files, ports.clock)
    this.versions = new BinaryVersions(ports.files, ports.cacheFolder)
  }

  /** The module of a folder with the local ones it calls. */
  modulesOf(folder: string, generation: object | undefined): Promise<ModuleTree> {
    return this.#modules.of(generation, folder, () => readModuleTree(this.ports.files, folder))
  }

  /** The files of variables that a stack names. */
  varFilesOf(layout: RepositoryLayout, { varFiles }: Pick<StackSettings, 'varFiles'>, generation: object | undefined): Promise<FoundVarFiles> {
    const key = JSON.stringify([layout.root, layout.project, varFiles])
    return this.#varFiles.of(generation, key, () => findVarFiles(this.ports.files, layout, varFiles))
  }

  /** The digests of the module's files and of what belongs to it. */
  sourcesOf(sources: StackSources, generation: object | undefined): Promise<Readonly<Record<string, string>>> {
    const key = JSON.stringify([sources.root, sources.modules.folders, sources.include])
    return this.#sources.of(generation, key, () => this.digests.of(sources))
  }
}

type SourcesPlace = Pick<ProviderContext, 'projectRoot' | 'sources'>

/** Where the files of a stack are read: in the repository, or in the copy of it as it was. */
export function layoutOf(house: StackHouse, { projectRoot, sources }: SourcesPlace): Promise<RepositoryLayout> {
  return sources === undefined ? house.layouts.of(projectRoot) : Promise.resolve({ ...sources, hasGit: false })
}

/** One stack that something is to be done with. */
export interface StackTask {
  readonly house: StackHouse
  readonly context: ProviderContext
  readonly address: string
  readonly settings: StackSettings
  /** Null for a stack that no document declares any more. */
  readonly declaration: ResourceDeclaration | null
}

/** The same with its module found and read. */
export interface LocatedStack extends StackTask {
  readonly layout: RepositoryLayout
  readonly place: ModulePlace
  readonly modules: ModuleTree
  readonly varFiles: readonly VarFile[]
  readonly backend: BackendInUse
  readonly identity: BackendIdentity
}

/** Finds and reads the module and the files of variables in the working tree; throws a {@link StackTrouble} where that cannot be done. */
export async function locateStack(task: StackTask): Promise<LocatedStack> {
  const { house, context, address, declaration } = task
  const layout = await layoutOf(house, context)
  const place = await locateModule(house.ports.files, layout, task.settings)
  const modules = await house.modulesOf(place.folder, context.generation)
  const settings = fittingSettings(task.settings, declaration, modules)
  const { varFiles, problems } = await house.varFilesOf(layout, settings, context.generation)
  if (problems.length > 0) throw new StackTrouble(problems.map((problem) => varFileDiagnostic(problem, task)))
  const backend = backendInUse(settings.backend, modules.root.backend, stateFolder(context, { layout, place }))
  const identity = backendIdentity({ backend, address, workspace: settings.workspace, processEnvironment: context.processEnvironment })
  return { ...task, settings, layout, place, modules, varFiles, backend, identity }
}

/** The module's folder in the working tree, where the local backend has its states whatever sources are read. */
export function stateFolder({ projectRoot, sources }: SourcesPlace, { layout, place }: Pick<LocatedStack, 'layout' | 'place'>): string {
  return sources === undefined ? place.folder : inWorkingTree({ projectRoot, project: layout.project }, place.module)
}

/** Who works on it, for the note in its folder. */
export function workerOf({ context, place }: Pick<LocatedStack, 'context' | 'place'>): StackWorker {
  return { folder: context.folder, module: place.module }
}

/** What is wrong with a file of variables, at the place that names it. */
export function varFileDiagnostic({ index, ...said }: VarFileProblem, { address, declaration }: Pick<StackTask, 'address' | 'declaration'>): Diagnostic {
  if (declaration !== null) return { severity: 'error', address, at: declaration.locate(['varFiles', index]), ...said }
  const hint = 'it is to be deleted as it was applied: bring the file back until it is'
  return { severity: 'error', address, ...said, hint }
}

/** The digests of all that a plan of the stack depends on, by what they are. */
export async function stackSources({ house, layout, modules, settings, varFiles }: SourcedStack, generation: object | undefined): Promise<Sources> {
  const own = await house.sourcesOf({ root: layout.root, modules, include: includeFromTop({ layout, settings }) }, generation)
  return { ...own, ...varFileSources(varFiles) }
}

/** Digests by what they are of. */
export type Sources = Readonly<Record<string, string>>

type SourcedStack = Pick<LocatedStack, 'house' | 'layout' | 'modules' | 'settings' | 'varFiles'>

/** The stack's include globs, from the repository's top. Throws a {@link StackTrouble} for one that leads out of it. */
export function includeFromTop(stack: Pick<LocatedStack, 'layout' | 'settings'>): readonly string[] {
  return stack.settings.include.map((glob) => {
    const path = posix.join(stack.layout.project, glob)
    if (!posix.isAbsolute(glob) && path !== '..' && !path.startsWith('../')) return path
    throw trouble({
      code: 'path-outside-project',
      message: `include "${glob}" leads out of the repository`,
      hint: 'only files of the repository can be included',
    })
  })
}

/** The variables that any of the module's declarations calls sensitive. */
export function sensitiveVariables({ modules }: Pick<LocatedStack, 'modules'>): ReadonlySet<string> {
  return new Set([...modules.root.variables].filter(([, variable]) => variable.sensitive).map(([name]) => name))
}
