import { posix } from 'node:path'
import { digest } from '../plan/digest.ts'
import type { Clock } from '../ports/clock.ts'
import { FileError, type Files } from '../ports/files.ts'
import type { Git, GitRepository } from '../ports/git.ts'
import { allAtOnce } from './all-at-once.ts'
import type { RepositoryLayout } from './repository-layout.ts'
import { readIndex, writeIndex, type IndexEntry, type SnapshotIndex } from './snapshot-index.ts'
import { makeScan, scanSources, statFiles, type SourceFile, type SourceScan } from './source-scan.ts'
import { encodeTree, type TreeEntry } from './tree-document.ts'

/** What is captured, and where its work is kept for the next time. */
export interface CaptureOptions {
  readonly files: Files
  readonly git: Git
  readonly clock: Pick<Clock, 'now'>
  readonly cacheFolder: string
  /** A folder of the project's own below the cache folder. */
  readonly folder: string
  readonly layout: RepositoryLayout
  readonly repository: GitRepository | null
  /** Words of `--set` that the project was read with. */
  readonly set: readonly string[]
  /** Texts of the project as they were read, by path from the project's root: they count, whatever the files hold by now. */
  readonly texts: ReadonlyMap<string, string>
  /** Files that are read although git does not list them; absolute. */
  readonly reads: readonly string[]
  /** Files that are made; absolute. */
  readonly makes: ReadonlySet<string>
}

/** The sources of a project at one moment. */
export interface CapturedSources {
  /** Names the tree. */
  readonly digest: string
  /** Every digest that the tree is made of, its own included, with what gives the content. */
  readonly blobs: ReadonlyMap<string, () => Promise<Uint8Array>>
}

/** Larger files are no sources. */
const maxFileBytes = 256 * 1024 * 1024
/** A file changed less than this before a scan may be changed again without its time showing it. */
const racyMs = 2000
/** What tools leave, and states: an old one must never come back over a newer one. */
const noSource = /(?:^|\/)(?:\.terraform|\.git|\.genesis|node_modules)\/|\.tfstate(?:\.[^/]*)?$|\.tfstate\.d\/|(?:^|\/)crash[^/]*\.log$/u
const leftOut = 'left-out'

/**
 * Captures what a plan reads: what git lists of the repository, and what documents name beside it. Of files that have not changed since the
 * last time nothing is read. States and saved plans, which hold secrets, are left out, and what the project makes.
 */
export async function captureSources(options: CaptureOptions): Promise<CapturedSources> {
  const { files, folder, layout, makes } = options
  const found = await scanAll(options)
  const scan = { ...found, files: found.files.filter(({ path, size }) => !noSource.test(path) && size <= maxFileBytes && !makes.has(`${found.root}/${path}`)) }
  const known = await readIndex(files, folder)
  const capture = new Capture(files, scan, known)
  const rows = await allAtOnce(scan.files, (file) => capture.take(file))
  const present = rows.filter((row) => row !== null)
  if (capture.hasNews || known.entries.size !== present.length) await saveIndex(options, scan, present)
  const tree = new Map(present.flatMap(treeEntry))
  for (const [path, text] of options.texts) takeText(capture, tree, { path: below(layout.project, path), text })
  const { repository, set } = options
  const git = { commit: repository?.commit ?? null, branch: repository?.branch ?? null }
  const document = encodeTree({ project: layout.project, git, set, entries: tree })
  const used = new Set([...tree.values()].flatMap((entry) => (entry.kind === 'file' ? [entry.digest] : [])))
  const blobs = new Map([...capture.contents].filter(([one]) => used.has(one)))
  return { digest: document.digest, blobs: blobs.set(document.digest, () => Promise.resolve(document.data)) }
}

async function scanAll({ files, git, clock, cacheFolder, layout, reads }: CaptureOptions): Promise<SourceScan> {
  const scan = await scanSources({ files, git, clock, cacheFolder }, layout)
  const listed = new Set(scan.files.map(({ path }) => path))
  const more = reads.map((path) => posix.relative(scan.root, path)).filter((path) => !path.startsWith('../') && !listed.has(path))
  return more.length === 0 ? scan : makeScan(scan.root, scan.scannedAt, [...scan.files, ...(await statFiles(files, scan.root, [...new Set(more)]))])
}

async function saveIndex({ files, folder }: CaptureOptions, scan: SourceScan, rows: readonly IndexEntry[]): Promise<void> {
  try {
    await files.makeDirectory(folder, { mode: 0o700 })
    await writeIndex(files, folder, { scannedAt: scan.scannedAt, entries: new Map(rows.map((row) => [row.path, row])) })
  } catch (error) {
    // It only saves work the next time.
    if (!(error instanceof FileError)) throw error
  }
}

class Capture {
  readonly contents = new Map<string, () => Promise<Uint8Array>>()
  readonly #files: Files
  readonly #scan: SourceScan
  readonly #known: SnapshotIndex
  #hasNews = false

  constructor(files: Files, scan: SourceScan, known: SnapshotIndex) {
    this.#files = files
    this.#scan = scan
    this.#known = known
  }

  /** Whether any file is not as it was the last time. */
  get hasNews(): boolean {
    return this.#hasNews
  }

  /** Null for a file that vanished since it was listed, and for a link that leads out of the repository. */
  async take(file: SourceFile): Promise<IndexEntry | null> {
    const path = `${this.#scan.root}/${file.path}`
    const known = this.#known.entries.get(file.path)
    if (known !== undefined && isUnchanged(file, known, this.#known.scannedAt)) {
      this.contents.set(known.digest, () => this.#files.read(path, { maxBytes: maxFileBytes }))
      return { ...file, digest: known.digest }
    }
    this.#hasNews = true
    try {
      if (file.kind === 'symlink') return await this.#takeLink(file, path)
      const data = await this.#files.read(path, { maxBytes: maxFileBytes })
      return { ...file, digest: holdsSecrets(data) ? leftOut : this.keep(data) }
    } catch (error) {
      if (error instanceof FileError && error.reason === 'not-found') return null
      throw error
    }
  }

  keep(data: Uint8Array): string {
    const content = digest(data)
    this.contents.set(content, () => Promise.resolve(data))
    return content
  }

  async #takeLink(file: SourceFile, path: string): Promise<IndexEntry | null> {
    const link = await this.#files.readLink(path)
    const target = posix.resolve(posix.dirname(path), link)
    const { root } = this.#scan
    if (target !== root && !target.startsWith(`${root}/`)) return null
    return { ...file, digest: `link:${posix.isAbsolute(link) ? posix.relative(posix.dirname(path), target) || '.' : link}` }
  }
}

function isUnchanged(file: SourceFile, known: IndexEntry, scannedAt: number): boolean {
  const same = file.kind === known.kind && file.size === known.size && file.modifiedMs === known.modifiedMs && file.inode === known.inode
  return same && file.executable === known.executable && file.modifiedMs < scannedAt - racyMs
}

/** A saved plan of ours or of Terraform's: it holds values in clear. */
function holdsSecrets(data: Uint8Array): boolean {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  if (bytes.subarray(0, 13).equals(Buffer.from('genesis-plan '))) return true
  return bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04')) && bytes.includes('tfstate')
}

function treeEntry({ path, kind, digest: content, executable }: IndexEntry): readonly (readonly [string, TreeEntry])[] {
  if (content === leftOut) return []
  return [[path, kind === 'symlink' ? { kind, target: content.slice('link:'.length) } : { kind, digest: content, executable }]]
}

function takeText(capture: Capture, tree: Map<string, TreeEntry>, { path, text }: { readonly path: string; readonly text: string }): void {
  const there = tree.get(path)
  // A link to a document keeps leading to it.
  if (there?.kind === 'symlink') return
  tree.set(path, { kind: 'file', digest: capture.keep(new TextEncoder().encode(text)), executable: there?.executable ?? false })
}

function below(project: string, path: string): string {
  return project === '' ? path : `${project}/${path}`
}
