import { deflateSync, inflateSync } from 'node:zlib'
import { digest } from '../../plan/digest.ts'
import type { Blob } from '../../ports/checkpoint-store.ts'
import type { Database } from './database.ts'
import { bytes, text } from './row.ts'
import { statements } from './statements.ts'

/** Packs a blob for its row; sources are text, which shrinks to a third. */
export function packBlob({ data }: Blob): Uint8Array {
  return deflateSync(data)
}

/** Writes blobs that were packed, within a write transaction. */
export function writeBlobs(database: Database, packed: readonly { readonly digest: string; readonly packed: Uint8Array }[]): void {
  for (const blob of packed) database.run(statements.putBlob, blob.digest, blob.packed)
}

/** A blob; null when it is not there, or does not match its digest. */
export function readBlob(database: Database, wanted: string): Uint8Array | null {
  const row = database.get(statements.blob, wanted)
  if (row === undefined) return null
  const data = unpack(bytes(row, 'packed'))
  return data !== null && digest(data) === wanted ? data : null
}

/** Those of the digests that no blob is stored under. */
export function absentBlobs(database: Database, digests: readonly string[]): readonly string[] {
  return digests.filter((wanted) => database.get(statements.hasBlob, wanted) === undefined)
}

/** Drops every blob but these, within a write transaction, and gives the number of dropped ones; none where another run than the named one is the newest. */
export function dropOtherBlobs(database: Database, retained: ReadonlySet<string>, newestRun: string | null): number {
  const [newest] = database.all(statements.runs, 1)
  if ((newest === undefined ? null : text(newest, 'id')) !== newestRun) return 0
  const dropped = database
    .all(statements.blobDigests)
    .map((row) => text(row, 'digest'))
    .filter((one) => !retained.has(one))
  for (const one of dropped) database.run(statements.removeBlob, one)
  return dropped.length
}

function unpack(packed: Uint8Array): Uint8Array | null {
  try {
    return inflateSync(packed)
  } catch {
    return null
  }
}
