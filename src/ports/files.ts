/** Why a file operation failed, in words that do not depend on the platform. */
export type FileErrorReason =
  'not-found' | 'exists' | 'not-a-directory' | 'is-a-directory' | 'permission' | 'read-only' | 'no-space' | 'too-large' | 'loop' | 'not-empty' | 'io'

/** Thrown by every operation of {@link Files}; callers turn it into a diagnostic or a step outcome. */
export class FileError extends Error {
  override readonly name = 'FileError'
  readonly reason: FileErrorReason
  readonly path: string

  constructor(reason: FileErrorReason, path: string, options?: ErrorOptions) {
    super(`${path}: ${reason}`, options)
    this.reason = reason
    this.path = path
  }
}

/** What stands at a path. `mode` holds the permission bits only. */
export interface FileStat {
  readonly kind: 'file' | 'directory' | 'symlink' | 'other'
  readonly size: number
  readonly mode: number
  readonly modifiedMs: number
  readonly inode: number
}

/** What stands at a path, and what it holds. */
export interface FileView {
  readonly stat: FileStat
  /** Null for all but regular files, and for one that holds more than was asked for. */
  readonly content: Uint8Array | null
}

/** An entry of a directory; symlinks are not followed. */
export interface DirectoryEntry {
  readonly name: string
  readonly kind: FileStat['kind']
}

/** How a file is written. */
export interface WriteOptions {
  readonly mode: number
  readonly durable: boolean
  /** Absolute. Left out: one that nobody else uses. */
  readonly temporary?: string
}

/** The file system. Paths are absolute; every failure is a {@link FileError}. */
export interface Files {
  /** The whole file; `too-large` when it holds more than `maxBytes`. Follows symlinks. */
  read(path: string, options: { readonly maxBytes: number }): Promise<Uint8Array>
  /** The same as UTF-8 text; invalid bytes become U+FFFD. */
  readText(path: string, options: { readonly maxBytes: number }): Promise<string>
  /**
   * What stands there, not looking through a symlink, together with its content of at most `maxBytes`: both of one and the same file. Null
   * when nothing is there, although the folder is; `not-found` when that is missing, too.
   */
  view(path: string, options: { readonly maxBytes: number }): Promise<FileView | null>
  /**
   * Replaces the file as a whole: a temporary file beside it, synced when `durable`, renamed over it, the folder synced when
   * `durable`. The folder must exist. `mode` is set exactly, whatever the umask. A crash leaves the old file or the new one, never a part;
   * the temporary one may stay. `temporary` is its path, in the same folder, where it has to be found again: what an earlier call left
   * there is replaced.
   */
  write(path: string, data: string | Uint8Array, options: WriteOptions): Promise<void>
  /** Adds to the end of a file, making it with `mode` when it is not there. Not atomic. */
  append(path: string, data: string | Uint8Array, options: { readonly mode: number }): Promise<void>
  /** Null when nothing is there. `follow` (default true) looks through a symlink. */
  stat(path: string, options?: { readonly follow?: boolean }): Promise<FileStat | null>
  /** Sorted by name. */
  list(path: string): Promise<readonly DirectoryEntry[]>
  /** Makes the folder and those above it; new ones get `mode`. Not an error when it is there. */
  makeDirectory(path: string, options: { readonly mode: number }): Promise<void>
  setMode(path: string, mode: number): Promise<void>
  /** Copies content and permission bits; replaces what is there. */
  copy(from: string, to: string): Promise<void>
  symlink(target: string, path: string): Promise<void>
  readLink(path: string): Promise<string>
  /** The path with every symlink resolved; the last parts may be missing, as long as what exists of it can be resolved. */
  realPath(path: string): Promise<string>
  rename(from: string, to: string): Promise<void>
  /** Removes a file, a symlink, or a folder with all that is in it; not an error when nothing is there. */
  remove(path: string): Promise<void>
  /** Removes a folder in which nothing is; false when something is in it, or no folder is there. Never removes content. */
  removeEmptyDirectory(path: string): Promise<boolean>
}
