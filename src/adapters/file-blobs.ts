import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Blobs } from '../ports/blobs.ts'
import { FileError, type Files } from '../ports/files.ts'

const digestPattern = /^sha256:([0-9a-f]{2})([0-9a-f]{62})$/

/** A blob above this is not read back. */
const maxBlobBytes = 2 ** 30

/** Blobs as 0600 files in a 0700 folder, made when first needed. Failures of the file system are thrown as they come. */
export function fileBlobs(options: { readonly files: Files; readonly folder: string }): Blobs {
  const { files, folder } = options

  async function get(digest: string): Promise<Uint8Array | null> {
    const location = locate(folder, digest)
    if (location === null) return null
    try {
      const data = await files.read(location.path, { maxBytes: maxBlobBytes })
      return digestOf(data) === digest ? data : null
    } catch (error) {
      if (error instanceof FileError && error.reason === 'not-found') return null
      throw error
    }
  }

  async function put(data: Uint8Array): Promise<string> {
    const digest = digestOf(data)
    const location = locate(folder, digest)
    // Reading it back costs less than a sync, and mends a blob that was damaged.
    if (location === null || (await get(digest)) !== null) return digest
    await files.makeDirectory(location.shard, { mode: 0o700 })
    await files.write(location.path, data, { mode: 0o600, durable: true })
    return digest
  }

  return { put, get }
}

function digestOf(data: Uint8Array): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`
}

/** Null when the digest is none: it never becomes part of a path then. */
function locate(folder: string, digest: string): { readonly shard: string; readonly path: string } | null {
  const [, shard, rest] = digestPattern.exec(digest) ?? []
  if (shard === undefined || rest === undefined) return null
  return { shard: join(folder, shard), path: join(folder, shard, rest) }
}
