import { posix } from 'node:path'
import type { ResourceDeclaration } from '../../manifest/manifest.ts'
import type { ProviderContext } from '../../plan/provider.ts'
import type { BackendInUse } from './backend/backend-choice.ts'
import { backendIdentity, type BackendIdentity } from './backend/backend-identity.ts'
import { backendInUse } from './backend/backend-in-use.ts'
import { fittingSettings } from './fitting-settings.ts'
import { GenerationMemo } from './generation-memo.ts'
import { locateModule, type ModulePlace } from './locate-module.ts'
import { readModuleTree, type ModuleTree } from './outline/module-tree.ts'
import { RepositoryLayouts, type RepositoryLayout } from './snapshot/repository-layout.ts'
import { SourceDigests, type StackSources } from './snapshot/source-digests.ts'
import { SourceScanner } from './snapshot/source-scanner.ts'
import type { StackPorts } from './stack-ports.ts'
import type { StackSettings } from './stack-settings.ts'
import { trouble } from './stack-trouble.ts'
import { BinaryVersions } from './terraform/binary-version.ts'

/** What all calls of one provider share: ports, and what they have learned. */
export class StackHouse {
  readonly ports: StackPorts
  readonly layouts: RepositoryLayouts
  readonly scanner: SourceScanner
  readonly digests: SourceDigests
  readonly versions: BinaryVersions
  readonly #modules = new GenerationMemo<ModuleTree>()
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

  /** The digests of what a stack depends on. */
  sourcesOf(sources: StackSources, generation: object | undefined): Promise<Readonly<Record<string, string>>> {
    const key = JSON.stringify([sources.root, sources.modules.folders, sources.include])
    return this.#sources.of(generation, key, () => this.digests.of(sources))
  }
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
  readonly backend: BackendInUse
  readonly identity: BackendIdentity
}

/** Finds and reads the module in the working tree; throws a {@link StackTrouble} where that cannot be done. */
export async function locateStack(task: StackTask): Promise<LocatedStack> {
  const { house, context, address, declaration } = task
  const layout = await house.layouts.of(context.projectRoot)
  const place = await locateModule(house.ports.files, layout, task.settings)
  const modules = await house.modulesOf(place.folder, context.generation)
  const settings = fittingSettings(task.settings, declaration, modules)
  const backend = backendInUse(settings.backend, modules.root.backend, place.folder)
  const identity = backendIdentity({ backend, address, workspace: settings.workspace, processEnvironment: context.processEnvironment })
  return { ...task, settings, layout, place, modules, backend, identity }
}

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
