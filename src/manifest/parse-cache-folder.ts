import { hash } from 'node:crypto'
import { FileError, type Files } from '../ports/files.ts'
import { cachedReader } from './file-reader.ts'
import type { ReadFile } from './yaml-file.ts'
import type { ManifestFile } from './manifest.ts'
import { ParseCache } from './parse-cache.ts'

/** Where parsed files are kept, and for whom. */
export interface ParseCacheOptions {
  readonly files: Files
  /** A folder for this alone, absolute; made when it is needed. */
  readonly folder: string
  /** Genesis' own version: another one may read the same text differently. */
  readonly version: string
}

/** Bytes of the cache of one project, and of all together. */
const projectBytes = 128 * 1024 * 1024
const folderBytes = 512 * 1024 * 1024

/** The parse cache of one project at a time, kept in a file of a private folder. What goes wrong with it is passed over. */
export class ParseCacheFolder {
  readonly #options: ParseCacheOptions
  #opened: { readonly path: string; readonly cache: Promise<ParseCache> } | null = null

  constructor(options: ParseCacheOptions) {
    this.#options = options
  }

  /** What reads files of the project whose root is at that absolute path, with the help of what was read before. */
  async reader(projectRoot: string, files: readonly ManifestFile[]): Promise<ReadFile> {
    const path = `${this.#options.folder}/${hash('sha256', projectRoot, 'hex').slice(0, 32)}`
    if (this.#opened?.path !== path) this.#opened = { path, cache: this.#open(path) }
    return cachedReader(files, await this.#opened.cache)
  }

  /** Writes what was learned, and takes away the oldest where all projects together have too much. */
  async save(): Promise<void> {
    const cache = await this.#opened?.cache
    const changes = cache?.changes
    if (this.#opened === null || changes === undefined || changes.kind === 'none') return
    const { path } = this.#opened
    const { files, folder } = this.#options
    await attempt(async () => {
      await files.makeDirectory(folder, { mode: 0o700 })
      const size = changes.kind === 'append' ? ((await files.stat(path))?.size ?? 0) : 0
      if (size + changes.text.length > projectBytes) await files.remove(path)
      else if (changes.kind === 'append') await files.append(path, changes.text, { mode: 0o600 })
      else await files.write(path, changes.text, { mode: 0o600, durable: false })
      await evict(files, folder)
    })
  }

  async #open(path: string): Promise<ParseCache> {
    const text = await attempt(() => this.#options.files.readText(path, { maxBytes: projectBytes }))
    return new ParseCache(text ?? '', this.#options.version)
  }
}

async function evict(files: Files, folder: string): Promise<void> {
  const entries = await files.list(folder)
  const found = await Promise.all(
    entries.map(async ({ name }) => {
      const path = `${folder}/${name}`
      return { path, stat: await files.stat(path, { follow: false }) }
    }),
  )
  const newestFirst = found.toSorted((a, b) => (b.stat?.modifiedMs ?? 0) - (a.stat?.modifiedMs ?? 0))
  let total = 0
  for (const { path, stat } of newestFirst) {
    total += stat?.size ?? 0
    if (total > folderBytes) await files.remove(path)
  }
}

/** The cache only ever saves time: what goes wrong with it is of no interest. */
async function attempt<T>(task: () => Promise<T>): Promise<T | null> {
  try {
    return await task()
  } catch (error) {
    if (error instanceof FileError) return null
    throw error
  }
}
