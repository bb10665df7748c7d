import { posix } from 'node:path'
import { digest } from '../../../plan/digest.ts'
import type { Clock } from '../../../ports/clock.ts'
import { FileError, type Files } from '../../../ports/files.ts'
import { allAtOnce } from '../../../sources/all-at-once.ts'
import { isLoadedByItself, isVarFile } from '../terraform/is-var-file.ts'
import type { ModuleTree } from '../outline/module-tree.ts'
import { filesOfGlob } from './include-files.ts'
import { statFiles, type SourceFile } from '../../../sources/source-scan.ts'

/** What a plan of a stack depends on, in the working tree. */
export interface StackSources {
  /** The repository's top folder. */
  readonly root: string
  readonly modules: ModuleTree
  /** Globs, relative to the top. */
  readonly include: readonly string[]
}

/** Larger files count by their size alone. */
const maxReadBytes = 8 * 1024 * 1024
/** Content that may have changed again within the resolution of its time is not remembered. */
const youngMs = 2000
const maxRemembered = 50_000
const lockFile = '.terraform.lock.hcl'
const noSource = /(?:^|\/)(?:\.terraform|\.git|\.genesis|node_modules)\/|\.tfstate(?:\.[^/]*)?$|\.tfstate\.d\/|\.md$|(?:^|\/)crash[^/]*\.log$/u

/**
 * Digests of a stack's sources: the files lying in the folders of its module and of the local modules it calls, what their paths name
 * beside (`file("${path.module}/../../shared/x.json")`), what `include` names, and the lock file. Nothing else of the repository counts.
 */
export class SourceDigests {
  readonly #files: Files
  readonly #clock: Pick<Clock, 'now'>
  readonly #known = new Map<string, string>()

  constructor(files: Files, clock: Pick<Clock, 'now'>) {
    this.#files = files
    this.#clock = clock
  }

  /** By what they are; a digest is left out where there is nothing to digest. */
  async of({ root, modules, include }: StackSources): Promise<Readonly<Record<string, string>>> {
    const module = await this.#filesOfModules(root, modules)
    const included = (await Promise.all(include.map((glob) => filesOfGlob(this.#files, root, glob)))).flat()
    const locks = [...module].filter((path) => posix.basename(path) === lockFile)
    const others = [...module].filter((path) => posix.basename(path) !== lockFile)
    const parts = { module: others, lockFile: locks, include: included }
    const digests = await Promise.all(
      Object.entries(parts).map(async ([name, paths]) => [name, paths.length === 0 ? null : await this.#digestAll(root, paths)] as const),
    )
    return Object.fromEntries(digests.filter((entry): entry is [string, string] => entry[1] !== null))
  }

  async #filesOfModules(root: string, { folders, outlines }: ModuleTree): Promise<ReadonlySet<string>> {
    const found = new Set<string>()
    const below = (absolute: string): string | null => (absolute.startsWith(`${root}/`) ? absolute.slice(root.length + 1) : null)
    for (const folder of folders) {
      for (const entry of await listOrNothing(this.#files, folder)) {
        const path = below(`${folder}/${entry.name}`)
        if (path !== null && entry.kind !== 'directory' && !isOtherVarFile(entry.name)) found.add(path)
      }
    }
    for (const named of namedPaths(folders, outlines)) {
      const path = below(named)
      if (path === null || folders.includes(named)) continue
      for (const one of await filesOfGlob(this.#files, root, path)) found.add(one)
    }
    return new Set([...found].filter((path) => !noSource.test(path)))
  }

  async #digestAll(root: string, paths: readonly string[]): Promise<string> {
    const files = [...(await statFiles(this.#files, root, [...new Set(paths)].sort()))]
    const digests = await allAtOnce(files, async (file) => `${file.path}\0${await this.#digestOne(root, file)}\n`)
    return digest(digests.join(''))
  }

  async #digestOne(root: string, file: SourceFile): Promise<string> {
    const path = `${root}/${file.path}`
    if (file.kind === 'symlink') return `link:${await this.#files.readLink(path)}`
    if (file.size > maxReadBytes) return `large:${file.size}`
    const key = `${path}\0${file.size}\0${file.modifiedMs}\0${file.inode}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const content = digest(await this.#files.read(path, { maxBytes: maxReadBytes * 2 }))
    if (this.#known.size < maxRemembered && file.modifiedMs < this.#clock.now() - youngMs) this.#known.set(key, content)
    return content
  }
}

/** Terraform reads such a file only where the stack names it: then it counts by itself, and for that stack alone. */
function isOtherVarFile(name: string): boolean {
  return isVarFile(name) && !isLoadedByItself(name)
}

/** The paths in quoted strings, as far as they are constant, from the folder they start at. */
function namedPaths(folders: ModuleTree['folders'], outlines: ModuleTree['outlines']): ReadonlySet<string> {
  const named = new Set<string>()
  const [rootFolder = ''] = folders
  for (const [index, { paths }] of outlines.entries()) {
    for (const path of paths) {
      const match = /^(?:\$\{path\.(module|root|cwd)\}\/)?([^$%*]*)/u.exec(path)
      const rest = match?.[2] ?? ''
      const isWhole = match?.[0] === path
      // `templates/${name}.tpl` names some file of the folder.
      const constant = isWhole ? rest : rest.slice(0, rest.lastIndexOf('/') + 1)
      if (constant === '') continue
      const from = match?.[1] === 'module' ? (folders[index] ?? rootFolder) : rootFolder
      named.add(posix.join(from, constant).replace(/\/+$/u, ''))
    }
  }
  return named
}

async function listOrNothing(files: Files, folder: string): ReturnType<Files['list']> {
  try {
    return await files.list(folder)
  } catch (error) {
    if (error instanceof FileError) return []
    throw error
  }
}
