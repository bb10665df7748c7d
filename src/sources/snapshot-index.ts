import { isJsonObject, type Json, type JsonObject } from '../events/json.ts'
import { FileError, type Files } from '../ports/files.ts'
import type { SourceFile } from './source-scan.ts'

/** What a snapshot holds: each file as the working tree had it when it was copied, and the digest of its content. */
export interface SnapshotIndex {
  /** When the scan it was made from began. Files changed close to it may have changed again without a new time. */
  readonly scannedAt: number
  readonly entries: ReadonlyMap<string, IndexEntry>
}

/** A copied file. */
export interface IndexEntry extends SourceFile {
  readonly digest: string
}

/** The short form, read first: enough to see that nothing changed. */
export interface SnapshotHead {
  /** Of the scan; null when some file was too young to be trusted. */
  readonly fingerprint: string | null
  /** Of all paths and contents: equal for equal trees, wherever they were copied from. */
  readonly treeDigest: string
}

const formatVersion = 1
const maxBytes = 256 * 1024 * 1024

/** The head of a snapshot; null when there is none, or a synchronisation of it did not end. */
export async function readHead(files: Files, folder: string): Promise<SnapshotHead | null> {
  const json = await readJson(files, `${folder}/head.json`)
  if (!isJsonObject(json)) return null
  const { version, fingerprint, treeDigest } = json
  if (version !== formatVersion || typeof treeDigest !== 'string' || (fingerprint !== null && typeof fingerprint !== 'string')) return null
  return { fingerprint, treeDigest }
}

/** Makes the snapshot valid. */
export async function writeHead(files: Files, folder: string, head: SnapshotHead): Promise<void> {
  await files.write(`${folder}/head.json`, JSON.stringify({ version: formatVersion, ...head }), { mode: 0o600, durable: false })
}

/** To be called before anything in the tree is changed: a crash then leaves no head, and nothing is trusted. */
export async function removeHead(files: Files, folder: string): Promise<void> {
  await files.remove(`${folder}/head.json`)
}

/** The index; empty when there is none that can be read. */
export async function readIndex(files: Files, folder: string): Promise<SnapshotIndex> {
  const json = await readJson(files, `${folder}/index.json`)
  const entries = new Map<string, IndexEntry>()
  if (!isJsonObject(json) || json['version'] !== formatVersion || typeof json['scannedAt'] !== 'number' || !isJsonObject(json['entries'])) {
    return { scannedAt: 0, entries }
  }
  for (const [path, row] of Object.entries(json['entries'])) {
    const entry = entryOf(path, row)
    if (entry !== null) entries.set(path, entry)
  }
  return { scannedAt: json['scannedAt'], entries }
}

/** Replaces the index. */
export async function writeIndex(files: Files, folder: string, index: SnapshotIndex): Promise<void> {
  const entries: Record<string, JsonObject> = {}
  for (const [path, { kind, size, modifiedMs, inode, executable, digest }] of index.entries) {
    entries[path] = { kind, size, modifiedMs, inode, executable, digest }
  }
  const text = JSON.stringify({ version: formatVersion, scannedAt: index.scannedAt, entries })
  await files.write(`${folder}/index.json`, text, { mode: 0o600, durable: false })
}

function entryOf(path: string, row: Json): IndexEntry | null {
  if (!isJsonObject(row)) return null
  const { kind, size, modifiedMs, inode, executable, digest } = row
  if (kind !== 'file' && kind !== 'symlink') return null
  if (typeof size !== 'number' || typeof modifiedMs !== 'number' || typeof inode !== 'number') return null
  if (typeof executable !== 'boolean' || typeof digest !== 'string') return null
  return { path, kind, size, modifiedMs, inode, executable, digest }
}

async function readJson(files: Files, path: string): Promise<Json> {
  try {
    return JSON.parse(await files.readText(path, { maxBytes })) as Json
  } catch (error) {
    if (error instanceof FileError || error instanceof SyntaxError) return null
    throw error
  }
}
