import { posix } from 'node:path'
import type { SourceTree } from '../plan/source-tree.ts'
import type { CheckpointStore } from '../ports/checkpoint-store.ts'
import type { Files } from '../ports/files.ts'
import { allAtOnce } from './all-at-once.ts'
import { decodeTree, type TreeDocument, type TreeEntry } from './tree-document.ts'

/** Where a tree is written out, and what it is read from. */
export interface MaterialiseOptions {
  readonly files: Files
  readonly store: Pick<CheckpointStore, 'blob'>
  /** Trees are written out below it, each under its digest; absolute. */
  readonly folder: string
}

/** A tree that was written out, or the paths of which the content is not there any more; the path is empty for the list of files itself. */
export type Materialised =
  { readonly ok: true; readonly sources: SourceTree; readonly document: TreeDocument } | { readonly ok: false; readonly missing: readonly string[] }

/**
 * Writes a tree out into a private folder that depends on its digest alone, every file of it anew where the last time did not come to its end.
 * All or nothing: a tree with a missing file is no tree.
 */
export async function materialiseTree({ files, store, folder }: MaterialiseOptions, tree: string): Promise<Materialised> {
  const blob = await store.blob(tree)
  const document = blob === null ? null : decodeTree(blob)
  if (document === null) return { ok: false, missing: [''] }
  const place = `${folder}/${tree.replace(':', '-')}`
  if ((await files.stat(`${place}/complete`)) === null) {
    await files.remove(place)
    await files.makeDirectory(`${place}/tree`, { mode: 0o700 })
    const missing = await writeAll({ files, store, folder: `${place}/tree` }, document.entries)
    if (missing.length > 0) return { ok: false, missing }
    await files.write(`${place}/complete`, '', { mode: 0o600, durable: false })
  }
  return { ok: true, sources: { root: `${await files.realPath(place)}/tree`, project: document.project }, document }
}

async function writeAll({ files, store, folder }: MaterialiseOptions, entries: TreeDocument['entries']): Promise<readonly string[]> {
  const folders = new Set([...entries.keys()].map((path) => posix.dirname(`${folder}/${path}`)))
  for (const one of [...folders].sort()) await files.makeDirectory(one, { mode: 0o700 })
  // Links come last: a file is never written through one.
  const written = await allAtOnce([...entries], ([path, entry]) => writeFile({ files, store, folder }, path, entry))
  for (const [path, entry] of entries) if (entry.kind === 'symlink') await files.symlink(entry.target, `${folder}/${path}`)
  return written.filter((path) => path !== null)
}

/** The path where the content is missing. */
async function writeFile({ files, store, folder }: MaterialiseOptions, path: string, entry: TreeEntry): Promise<string | null> {
  if (entry.kind === 'symlink') return null
  const data = await store.blob(entry.digest)
  if (data === null) return path
  await files.write(`${folder}/${path}`, data, { mode: entry.executable ? 0o700 : 0o600, durable: false })
  return null
}
