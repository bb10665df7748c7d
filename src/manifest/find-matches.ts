import { join, relative, sep } from 'node:path'
import type { Report } from '../events/diagnostic.ts'
import type { DirectoryEntry, Files } from '../ports/files.ts'
import type { Glob } from './glob.ts'
import { limits } from './limits.ts'
import { projectFileNames } from './project-document.ts'

/** Where to look, and for what. */
export interface MatchOptions {
  readonly files: Files
  /** Absolute, a real path. */
  readonly root: string
  readonly globs: readonly Glob[]
  readonly report: Report
}

const passedOver = new Set(['node_modules', '.git', '.genesis', '.terraform'])

/**
 * The files below a folder that a glob matches, in the order of paths. Only folders that a glob reaches into are read. Links that lead out
 * of the folder are reported; a folder that is reached in two ways is read once.
 */
export async function findMatches(options: MatchOptions): Promise<readonly string[]> {
  return new MatchWalk(options).run()
}

class MatchWalk {
  private readonly options: MatchOptions
  private readonly matches: string[] = []
  private readonly seen = new Set<string>()
  private readonly waiting: string[] = ['']
  private readonly links: string[] = []

  constructor(options: MatchOptions) {
    this.options = options
  }

  async run(): Promise<readonly string[]> {
    for (;;) {
      const folder = this.waiting.pop()
      // Links come last, so that a folder has the path it really is at.
      const link = folder === undefined ? this.links.pop() : undefined
      if (folder !== undefined) await this.readFolder(folder)
      else if (link !== undefined) await this.followLink(link)
      else break
      if (this.matches.length > limits.files) break
    }
    return this.matches.sort()
  }

  private async readFolder(folder: string): Promise<void> {
    const path = join(this.options.root, folder)
    const real = await this.options.files.realPath(path)
    if (this.seen.has(real)) return
    this.seen.add(real)
    const entries = await this.options.files.list(path)
    if (folder !== '' && entries.some(({ name }) => (projectFileNames as readonly string[]).includes(name))) return
    if (folder.split('/').length > limits.folderDepth) {
      this.options.report({ code: 'input-too-large', severity: 'error', message: `${folder} is more than ${limits.folderDepth} folders deep` })
      return
    }
    for (const entry of entries) this.take(entry, folder === '' ? entry.name : `${folder}/${entry.name}`)
  }

  private take({ name, kind }: DirectoryEntry, path: string): void {
    switch (kind) {
      case 'file':
        if (this.isWanted(path)) this.matches.push(path)
        break
      case 'directory':
        if (!passedOver.has(name) && this.reachesInto(path)) this.waiting.push(path)
        break
      case 'symlink':
        if (!passedOver.has(name) && (this.isWanted(path) || this.reachesInto(path))) this.links.push(path)
        break
      case 'other':
        break
      default:
        kind satisfies never
    }
  }

  private async followLink(path: string): Promise<void> {
    const { files, root, report } = this.options
    const absolute = join(root, path)
    const there = await files.stat(absolute)
    const wanted = (there?.kind === 'file' && this.isWanted(path)) || (there?.kind === 'directory' && this.reachesInto(path))
    // A link to nothing is of no interest unless it would have been read.
    if (!wanted && (there !== null || !this.isWanted(path))) return
    const target = relative(root, await files.realPath(absolute))
    if (target === '..' || target.startsWith(`..${sep}`)) {
      const hint = 'put a copy into the project, or name the folders to read under spec.manifests'
      report({ code: 'path-outside-project', severity: 'error', message: `the link ${path} leads out of the project`, hint })
    } else if (there?.kind === 'directory') this.waiting.push(path)
    else if (there === null) report({ code: 'file-unreadable', severity: 'error', message: `the link ${path} leads to nothing` })
    else if (!this.matches.includes(target.split(sep).join('/'))) this.matches.push(path)
  }

  private isWanted(path: string): boolean {
    return this.options.globs.some((glob) => glob.matches(path))
  }

  private reachesInto(path: string): boolean {
    return this.options.globs.some((glob) => glob.reachesInto(path))
  }
}
