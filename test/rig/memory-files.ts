import { posix } from 'node:path'
import { FileError, type DirectoryEntry, type Files, type FileStat, type FileView } from '../../src/ports/files.ts'

type Node =
  | { readonly kind: 'file'; readonly inode: number; data: Uint8Array; mode: number; modifiedMs: number }
  | { readonly kind: 'directory'; readonly inode: number; mode: number; modifiedMs: number }
  | { readonly kind: 'symlink'; readonly inode: number; readonly target: string; mode: number; modifiedMs: number }

/** Called before each operation; throws a {@link FileError} to make it fail. */
export type OperationHook = (operation: keyof Files, path: string) => void

const longestLinkChain = 40

/** A file system in memory that behaves as the real one does, permissions aside: nobody is ever refused but by the hook. */
export class MemoryFiles implements Files {
  /** May be set and unset at any time. */
  onOperation: OperationHook | undefined
  readonly #nodes = new Map<string, Node>()
  readonly #now: () => number
  #inodes = 1

  constructor(options: { readonly now?: () => number; readonly onOperation?: OperationHook } = {}) {
    this.#now = options.now ?? (() => 0)
    this.onOperation = options.onOperation
    this.#nodes.set('/', { kind: 'directory', inode: 1, mode: 0o755, modifiedMs: 0 })
  }

  async read(path: string, { maxBytes }: { readonly maxBytes: number }): Promise<Uint8Array> {
    await this.#begin('read', path)
    const node = this.#existing(path)
    if (node.kind !== 'file') throw new FileError('is-a-directory', path)
    if (node.data.length > maxBytes) throw new FileError('too-large', path)
    return node.data.slice()
  }

  async readText(path: string, options: { readonly maxBytes: number }): Promise<string> {
    return Buffer.from(await this.read(path, options)).toString('utf8')
  }

  async view(path: string, { maxBytes }: { readonly maxBytes: number }): Promise<FileView | null> {
    await this.#begin('view', path)
    const node = this.#nodes.get(this.#place(path))
    if (node === undefined) return null
    return { stat: statOf(node), content: node.kind === 'file' && node.data.length <= maxBytes ? node.data.slice() : null }
  }

  async write(path: string, data: string | Uint8Array, { mode }: { readonly mode: number; readonly durable: boolean }): Promise<void> {
    await this.#begin('write', path)
    const place = this.#place(path)
    if (this.#nodes.get(place)?.kind === 'directory') throw new FileError('is-a-directory', path)
    this.#nodes.set(place, this.#file(toBytes(data), mode))
  }

  async append(path: string, data: string | Uint8Array, { mode }: { readonly mode: number }): Promise<void> {
    await this.#begin('append', path)
    const place = this.#follow(path)
    const node = this.#nodes.get(place)
    if (node?.kind === 'directory') throw new FileError('is-a-directory', path)
    if (node?.kind === 'file') node.data = Buffer.concat([node.data, toBytes(data)])
    else this.#nodes.set(this.#place(place), this.#file(toBytes(data), mode))
  }

  async stat(path: string, { follow = true }: { readonly follow?: boolean } = {}): Promise<FileStat | null> {
    await this.#begin('stat', path)
    try {
      const node = this.#nodes.get(follow ? this.#follow(path) : this.#place(path))
      return node === undefined ? null : statOf(node)
    } catch (error) {
      if (error instanceof FileError && ['not-found', 'not-a-directory'].includes(error.reason)) return null
      throw error
    }
  }

  async list(path: string): Promise<readonly DirectoryEntry[]> {
    await this.#begin('list', path)
    const folder = this.#follow(path)
    if (this.#existing(path).kind !== 'directory') throw new FileError('not-a-directory', path)
    return [...this.#nodes]
      .filter(([place]) => place !== '/' && posix.dirname(place) === folder)
      .map(([place, node]) => ({ name: posix.basename(place), kind: node.kind }))
      .sort((left, right) => (left.name < right.name ? -1 : 1))
  }

  async makeDirectory(path: string, { mode }: { readonly mode: number }): Promise<void> {
    await this.#begin('makeDirectory', path)
    this.#makeFolders(path, mode)
  }

  async setMode(path: string, mode: number): Promise<void> {
    await this.#begin('setMode', path)
    this.#existing(path).mode = mode
  }

  async copy(from: string, to: string): Promise<void> {
    await this.#begin('copy', from)
    const node = this.#existing(from)
    if (node.kind !== 'file') throw new FileError('is-a-directory', from)
    this.#nodes.set(this.#place(to), this.#file(node.data.slice(), node.mode))
  }

  async symlink(target: string, path: string): Promise<void> {
    await this.#begin('symlink', path)
    const place = this.#place(path)
    if (this.#nodes.has(place)) throw new FileError('exists', path)
    this.#nodes.set(place, { kind: 'symlink', inode: ++this.#inodes, target, mode: 0o777, modifiedMs: this.#now() })
  }

  async readLink(path: string): Promise<string> {
    await this.#begin('readLink', path)
    const node = this.#nodes.get(this.#place(path))
    if (node === undefined) throw new FileError('not-found', path)
    if (node.kind !== 'symlink') throw new FileError('io', path)
    return node.target
  }

  async realPath(path: string): Promise<string> {
    await this.#begin('realPath', path)
    return this.#follow(path, { missingFolders: true })
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#begin('rename', from)
    const source = this.#place(from)
    const target = this.#place(to)
    if (!this.#nodes.has(source)) throw new FileError('not-found', from)
    for (const [place, node] of [...this.#nodes]) {
      if (!isWithin(place, source)) continue
      this.#nodes.delete(place)
      this.#nodes.set(target + place.slice(source.length), node)
    }
  }

  async remove(path: string): Promise<void> {
    await this.#begin('remove', path)
    const place = this.#follow(posix.dirname(path), { missingFolders: true }) + '/' + posix.basename(path)
    for (const other of [...this.#nodes.keys()]) if (isWithin(other, posix.normalize(place))) this.#nodes.delete(other)
  }

  async removeEmptyDirectory(path: string): Promise<boolean> {
    await this.#begin('removeEmptyDirectory', path)
    const place = this.#follow(posix.dirname(path), { missingFolders: true }) + '/' + posix.basename(path)
    const folder = posix.normalize(place)
    const isEmpty = ![...this.#nodes.keys()].some((other) => other.startsWith(`${folder}/`))
    return isEmpty && this.#nodes.get(folder)?.kind === 'directory' && this.#nodes.delete(folder)
  }

  /** Always gives way to others once, as the real file system does, so that races show. */
  async #begin(operation: keyof Files, path: string): Promise<void> {
    await Promise.resolve()
    this.onOperation?.(operation, path)
  }

  #file(data: Uint8Array, mode: number): Node {
    return { kind: 'file', inode: ++this.#inodes, data, mode, modifiedMs: this.#now() }
  }

  #existing(path: string): Node {
    const node = this.#nodes.get(this.#follow(path))
    if (node === undefined) throw new FileError('not-found', path)
    return node
  }

  #makeFolders(path: string, mode: number): void {
    const place = this.#follow(path, { missingFolders: true })
    const node = this.#nodes.get(place)
    if (node?.kind === 'directory') return
    if (node !== undefined) throw new FileError('exists', path)
    this.#makeFolders(posix.dirname(place), mode)
    this.#nodes.set(place, { kind: 'directory', inode: ++this.#inodes, mode, modifiedMs: this.#now() })
  }

  /** Where an entry of this name is or would be: its folder resolved and there, the entry itself not followed. */
  #place(path: string): string {
    if (path === '/') return path
    const folder = this.#follow(posix.dirname(path))
    const node = this.#nodes.get(folder)
    if (node === undefined) throw new FileError('not-found', path)
    if (node.kind !== 'directory') throw new FileError('not-a-directory', path)
    return posix.join(folder, posix.basename(path))
  }

  #follow(path: string, options: { readonly missingFolders?: boolean; readonly hops?: number } = {}): string {
    const hops = options.hops ?? 0
    if (hops > longestLinkChain) throw new FileError('loop', path)
    let place = '/'
    const names = posix.normalize(path).split('/').filter(Boolean)
    for (const [index, name] of names.entries()) {
      const parent = this.#nodes.get(place)
      if (parent === undefined && options.missingFolders !== true) throw new FileError('not-found', path)
      if (parent !== undefined && parent.kind !== 'directory') throw new FileError('not-a-directory', path)
      const node = this.#nodes.get(posix.join(place, name))
      if (node?.kind === 'symlink') {
        return this.#follow(posix.resolve(place, node.target, ...names.slice(index + 1)), { ...options, hops: hops + 1 })
      }
      place = posix.join(place, name)
    }
    return place
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

function toBytes(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data.slice()
}

function statOf(node: Node): FileStat {
  const size = node.kind === 'file' ? node.data.length : 0
  return { kind: node.kind, size, mode: node.mode, modifiedMs: node.modifiedMs, inode: node.inode }
}
