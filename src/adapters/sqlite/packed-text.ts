import { createRequire } from 'node:module'
import type * as zlib from 'node:zlib'

/** No JSON begins so. */
const gzipMagic = [0x1f, 0x8b] as const
const maxTextBytes = 1024 * 1024 * 1024

/** A large text as bytes to be sealed, compressed: Terraform states shrink to a tenth. Does not hold up the event loop. */
export function packText(text: string): Promise<Uint8Array> {
  const { gzip } = library()
  return new Promise((resolve, reject) => {
    gzip(text, { level: 1 }, (error, packed) => (error === null ? resolve(packed) : reject(error)))
  })
}

/** The text again, also of bytes that an earlier Genesis wrote without compressing them; null where they are damaged. */
export function unpackText(bytes: Uint8Array): string | null {
  if (bytes[0] !== gzipMagic[0] || bytes[1] !== gzipMagic[1]) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  try {
    return library().gunzipSync(bytes, { maxOutputLength: maxTextBytes }).toString('utf8')
  } catch {
    return null
  }
}

/** Most commands touch no state: they start without it. */
function library(): typeof zlib {
  return createRequire(import.meta.url)('node:zlib') as typeof zlib
}
