import { isJsonObject, type Json } from '../events/json.ts'
import { canonicalJson, digest } from '../plan/digest.ts'

/** A file of a captured tree. */
export type TreeEntry =
  | { readonly kind: 'file'; readonly digest: string; readonly executable: boolean }
  /** `target` leads to another file of the tree. */
  | { readonly kind: 'symlink'; readonly target: string }

/** The sources of a project at one moment: every file of its repository, by its content. */
export interface TreeDocument {
  /** The project's root below the repository's top folder; '' where they are the same. */
  readonly project: string
  /** What `git` stands for in expressions. */
  readonly git: { readonly commit: string | null; readonly branch: string | null }
  /** Words of `--set` that it was read with. */
  readonly set: readonly string[]
  /** By path from the repository's top folder, with forward slashes. */
  readonly entries: ReadonlyMap<string, TreeEntry>
}

const version = 1

/** The tree as a blob, the same bytes for the same tree. */
export function encodeTree({ project, git, set, entries }: TreeDocument): { readonly digest: string; readonly data: Uint8Array } {
  const rows = [...entries].sort(([one], [two]) => (one < two ? -1 : 1)).map(([path, entry]): Json => [path, rowOf(entry)])
  const data = new TextEncoder().encode(canonicalJson({ version, project, git: { ...git }, set: [...set], entries: rows }))
  return { digest: digest(data), data }
}

/** Reads it back; null for what {@link encodeTree} did not write. */
export function decodeTree(data: Uint8Array): TreeDocument | null {
  const json = parse(new TextDecoder().decode(data))
  if (!isJsonObject(json) || json['version'] !== version) return null
  const { project, git, set, entries } = json
  if (typeof project !== 'string' || !isJsonObject(git) || !Array.isArray(entries)) return null
  const read = (entries as readonly Json[]).map(entryOf)
  if (read.includes(null)) return null
  const words = Array.isArray(set) ? (set as readonly Json[]).filter((word) => typeof word === 'string') : []
  return {
    project,
    set: words,
    git: { commit: textOrNull(git['commit']), branch: textOrNull(git['branch']) },
    entries: new Map(read.filter((one) => one !== null)),
  }
}

function rowOf(entry: TreeEntry): Json {
  return entry.kind === 'file' ? { digest: entry.digest, executable: entry.executable } : { target: entry.target }
}

function entryOf(row: Json): readonly [string, TreeEntry] | null {
  const [path, entry] = Array.isArray(row) ? (row as readonly Json[]) : []
  if (typeof path !== 'string' || !isContained(path) || !isJsonObject(entry)) return null
  const { digest: content, executable, target } = entry
  if (typeof target === 'string') return [path, { kind: 'symlink', target }]
  return typeof content === 'string' ? [path, { kind: 'file', digest: content, executable: executable === true }] : null
}

/** A tree is written out below a folder, and nowhere else. */
function isContained(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !path.split('/').some((part) => part === '..' || part === '.' || part === '')
}

function textOrNull(json: Json | undefined): string | null {
  return typeof json === 'string' ? json : null
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}
