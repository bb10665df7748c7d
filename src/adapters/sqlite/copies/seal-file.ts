import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, statSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type * as streams from 'node:stream/promises'
import type * as zlib from 'node:zlib'

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/**
 * Writes a new file (mode 0600, synced): the head as it is, then the plain file compressed and encrypted with AES-256-GCM, the head as associated
 * data. Bounded in memory, however large the file is.
 */
export async function sealFile(plain: string, sealed: string, { key, head }: { readonly key: Uint8Array; readonly head: string }): Promise<void> {
  const { pipeline, createGzip } = await libraries()
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(head))
  const body = async function* (compressed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    yield Buffer.concat([Buffer.from(head), nonce])
    for await (const chunk of compressed) yield cipher.update(chunk)
    yield cipher.final()
    yield cipher.getAuthTag()
  }
  await pipeline(createReadStream(plain), createGzip({ level: 1 }), body, createWriteStream(sealed, { flags: 'wx', mode: 0o600, flush: true }))
}

/** The inverse, into a new file (mode 0600, synced). Rejects where anything was changed or cut off, and leaves then what it has written so far. */
export async function openSealedFile(sealed: string, plain: string, { key, head }: { readonly key: Uint8Array; readonly head: string }): Promise<void> {
  const { pipeline, createGunzip } = await libraries()
  const start = Buffer.byteLength(head)
  const { size } = statSync(sealed)
  if (size <= start + nonceBytes + tagBytes) throw new Error('it was cut off')
  const handle = await open(sealed, 'r')
  try {
    const [nonce, tag] = [await readAt(handle, start, nonceBytes), await readAt(handle, size - tagBytes, tagBytes)]
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(head)).setAuthTag(tag)
    const first = start + nonceBytes
    const last = size - tagBytes - 1
    await pipeline(
      createReadStream(sealed, { start: first, end: last }),
      decipher,
      createGunzip(),
      createWriteStream(plain, { flags: 'wx', mode: 0o600, flush: true }),
    )
  } finally {
    await handle.close()
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  await handle.read(bytes, 0, length, position)
  return bytes
}

/** Few commands write or read copies: all others start without them. */
async function libraries(): Promise<typeof zlib & typeof streams> {
  return { ...(await import('node:zlib')), ...(await import('node:stream/promises')) }
}
