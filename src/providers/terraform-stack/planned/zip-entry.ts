import { createRequire } from 'node:module'
import type * as zlib from 'node:zlib'

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const fileSignature = 0x04034b50
const maxEntryBytes = 256 * 1024 * 1024

/** The content of one entry of a ZIP archive; null when the bytes are no archive, or have no such entry, or it is too large or damaged. */
export function readZipEntry(bytes: Uint8Array, name: string): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return findEntry(bytes, view, name)
  } catch {
    // Offsets of a damaged archive lead outside of it, and its data does not inflate.
    return null
  }
}

function findEntry(bytes: Uint8Array, view: DataView, name: string): Uint8Array | null {
  const end = findEnd(view)
  if (end === null) return null
  const count = view.getUint16(end + 10, true)
  let offset = view.getUint32(end + 16, true)
  for (let index = 0; index < count && view.getUint32(offset, true) === entrySignature; index++) {
    const nameLength = view.getUint16(offset + 28, true)
    const entryName = Buffer.from(bytes.buffer, bytes.byteOffset + offset + 46, nameLength).toString('utf8')
    if (entryName === name) return readEntry(bytes, view, offset)
    offset += 46 + nameLength + view.getUint16(offset + 30, true) + view.getUint16(offset + 32, true)
  }
  return null
}

/** The end record is the last thing in the file but for a comment. */
function findEnd(view: DataView): number | null {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) === endSignature) return at
  }
  return null
}

function readEntry(bytes: Uint8Array, view: DataView, offset: number): Uint8Array | null {
  const method = view.getUint16(offset + 10, true)
  const compressed = view.getUint32(offset + 20, true)
  const header = view.getUint32(offset + 42, true)
  if (view.getUint32(header, true) !== fileSignature) return null
  const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true)
  const data = bytes.subarray(start, start + compressed)
  if (data.length !== compressed) return null
  if (method === 0) return data
  return method === 8 ? inflate(data) : null
}

/** Few commands read archives: all others start without the library. */
function inflate(data: Uint8Array): Uint8Array {
  const { inflateRawSync } = createRequire(import.meta.url)('node:zlib') as typeof zlib
  return inflateRawSync(data, { maxOutputLength: maxEntryBytes })
}
