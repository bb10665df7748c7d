import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { digest } from '../../../plan/digest.ts'
import { FileError, type Files } from '../../../ports/files.ts'
import { allAtOnce } from '../../../sources/all-at-once.ts'
import { trouble } from '../stack-trouble.ts'
import { readHead, readIndex, removeHead, writeHead, writeIndex, type IndexEntry, type SnapshotIndex } from '../../../sources/snapshot-index.ts'
import type { SourceFile, SourceScan } from '../../../sources/source-scan.ts'

/** What a synchronisation needs. The folder's lock is held by the caller. */
export interface SyncOptions {
  readonly files: Files
  readonly scan: SourceScan
  /** Holds `tree/`, `index.json` and `head.json`; absolute. */
  readonly folder: string
  /** Paths that are no sources: state files beside the module. */
  readonly isLeftOut: (path: string) => boolean
  /** Folders that the stack cannot do without: a symlink in one of them that leads out of the repository is refused. */
  readonly needed: readonly string[]
}

/** A file changed less than this before a scan may be changed again without its time showing it. */
const racyMs = 2000

/** Larger files are copied without their content being compared. */
const maxComparedBytes = 64 * 1024 * 1024

/**
 * Makes `tree/` equal to the scanned files, touching only what differs, and gives the tree's digest. What Terraform wrote there besides
 * stays. When nothing changed since the last time, nothing but the head is read.
 */
export async function syncTree(options: SyncOptions): Promise<string> {
  const { files, folder, scan } = options
  const head = await readHead(files, folder)
  if (head !== null && head.fingerprint === scan.fingerprint) return head.treeDigest
  // Without a head the last synchronisation did not end, and nobody knows what it left.
  if (head === null) await files.remove(`${folder}/tree`)
  const previous = head === null ? nothing : await readIndex(files, folder)
  await removeHead(files, folder)
  const sync = new TreeSync(options, previous)
  const entries = await sync.run()
  await writeIndex(files, folder, { scannedAt: scan.scannedAt, entries })
  const fingerprint = scan.newestMs < scan.scannedAt - racyMs ? scan.fingerprint : null
  const treeDigest = digestOf(entries)
  await writeHead(files, folder, { fingerprint, treeDigest })
  return treeDigest
}

const nothing: SnapshotIndex = { scannedAt: 0, entries: new Map() }

class TreeSync {
  readonly #options: SyncOptions
  readonly #previous: SnapshotIndex
  readonly #folders = new Map<string, Promise<void>>()

  constructor(options: SyncOptions, previous: SnapshotIndex) {
    this.#options = options
    this.#previous = previous
  }

  async run(): Promise<ReadonlyMap<string, IndexEntry>> {
    const { scan, isLeftOut } = this.#options
    const wanted = scan.files.filter((file) => !isLeftOut(file.path))
    await this.#removeGone(new Set(wanted.map((file) => file.path)))
    const entries = await allAtOnce(wanted, (file) => this.#bring(file))
    return new Map(entries.filter((entry) => entry !== null).map((entry) => [entry.path, entry]))
  }

  async #removeGone(wanted: ReadonlySet<string>): Promise<void> {
    const { files } = this.#options
    const emptied = new Set<string>()
    for (const path of this.#previous.entries.keys()) {
      if (wanted.has(path)) continue
      await files.remove(this.#target(path))
      for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) emptied.add(folder)
    }
    const deepestFirst = [...emptied].sort((one, two) => two.length - one.length)
    for (const folder of deepestFirst) await files.removeEmptyDirectory(this.#target(folder))
  }

  /** Null for a file that vanished since the scan, and for a symlink that leads out and is not needed. */
  async #bring(file: SourceFile): Promise<IndexEntry | null> {
    const known = this.#previous.entries.get(file.path)
    if (known !== undefined && this.#isUnchanged(file, known)) return { ...file, digest: known.digest }
    try {
      return file.kind === 'symlink' ? await this.#bringLink(file, known) : await this.#bringFile(file, known)
    } catch (error) {
      if (error instanceof FileError && error.reason === 'not-found' && error.path === this.#source(file.path)) return null
      throw error
    }
  }

  #isUnchanged(file: SourceFile, known: IndexEntry): boolean {
    return (
      file.kind === known.kind &&
      file.size === known.size &&
      file.modifiedMs === known.modifiedMs &&
      file.inode === known.inode &&
      file.executable === known.executable &&
      file.modifiedMs < this.#previous.scannedAt - racyMs
    )
  }

  async #bringFile(file: SourceFile, known: IndexEntry | undefined): Promise<IndexEntry> {
    const { files } = this.#options
    const mode = file.executable ? 0o700 : 0o600
    if (file.size > maxComparedBytes) {
      await this.#makeRoom(file, known)
      await files.copy(this.#source(file.path), this.#target(file.path))
      await files.setMode(this.#target(file.path), mode)
      return { ...file, digest: `large:${file.size}:${file.modifiedMs}` }
    }
    const content = await files.read(this.#source(file.path), { maxBytes: maxComparedBytes })
    const entry = { ...file, digest: digest(content) }
    if (this.#isThere(entry, known)) return entry
    await this.#makeRoom(file, known)
    await files.write(this.#target(file.path), content, { mode, durable: false })
    return entry
  }

  async #bringLink(file: SourceFile, known: IndexEntry | undefined): Promise<IndexEntry | null> {
    const { files } = this.#options
    const target = await this.#linkTarget(file.path)
    if (target === null) {
      if (known !== undefined) await files.remove(this.#target(file.path))
      return null
    }
    const entry = { ...file, digest: `link:${target}` }
    if (this.#isThere(entry, known)) return entry
    await this.#makeRoom(file, known)
    await files.remove(this.#target(file.path))
    await files.symlink(target, this.#target(file.path))
    return entry
  }

  /** Where the link leads, made relative, so that it stays inside the snapshot; null when it leads out of the repository. */
  async #linkTarget(path: string): Promise<string | null> {
    const { files, scan, needed } = this.#options
    const link = await files.readLink(this.#source(path))
    const from = posix.dirname(this.#source(path))
    const lexical = posix.resolve(from, link)
    const real = await files.realPath(lexical).catch(() => lexical)
    if (isBelow(scan.root, lexical) && isBelow(scan.root, real)) return posix.isAbsolute(link) ? posix.relative(from, lexical) || '.' : link
    if (!needed.some((folder) => folder === '' || path.startsWith(`${folder}/`))) return null
    throw trouble({
      code: 'path-outside-project',
      message: `the symlink ${path} leads out of the repository, to ${link}`,
      hint: 'a stack reads only files of its repository: put a copy there, or link to a file inside',
    })
  }

  #isThere(entry: IndexEntry, known: IndexEntry | undefined): boolean {
    return known?.digest === entry.digest && known.kind === entry.kind && known.executable === entry.executable
  }

  /** Makes the folders above, and takes away what is of another kind. */
  async #makeRoom(file: SourceFile, known: IndexEntry | undefined): Promise<void> {
    const { files } = this.#options
    const parent = posix.dirname(this.#target(file.path))
    const made = this.#folders.get(parent) ?? files.makeDirectory(parent, { mode: 0o700 })
    this.#folders.set(parent, made)
    await made
    if (known?.kind === file.kind) return
    const there = await files.stat(this.#target(file.path), { follow: false })
    if (there !== null && there.kind !== 'file') await files.remove(this.#target(file.path))
  }

  #source(path: string): string {
    return `${this.#options.scan.root}/${path}`
  }

  #target(path: string): string {
    return `${this.#options.folder}/tree/${path}`
  }
}

function isBelow(root: string, path: string): boolean {
  return path === root || path.startsWith(root === '/' ? root : `${root}/`)
}

function digestOf(entries: ReadonlyMap<string, IndexEntry>): string {
  const hash = createHash('sha256')
  for (const [path, entry] of entries) hash.update(`${path}\0${entry.digest}\0${entry.executable}\n`)
  return `sha256:${hash.digest('hex')}`
}
