import { crc32 } from 'node:zlib'

/** A file of an archive. */
export interface ZipMember {
  readonly name: string
  readonly content: Uint8Array
  readonly isExecutable: boolean
}

/** Modification times have no meaning here: the first day that the format knows. */
const date = (1 << 5) | 1
const madeByUnix = (3 << 8) | 20

/** An archive of a few files, stored as they are, without compression. Together they have to stay below 4 GiB. */
export function zipFile(members: readonly ZipMember[]): Buffer {
  const bodies: Buffer[] = []
  const entries: Buffer[] = []
  let offset = 0
  for (const { name, content, isExecutable } of members) {
    const path = Buffer.from(name)
    const shared = sharedHeader(content, path)
    const local = Buffer.concat([number(0x04034b50, 4), shared, path, content])
    const mode = 0o100000 | (isExecutable ? 0o755 : 0o644)
    const attributes = [number(0, 2), number(0, 2), number(0, 2), number(mode * 0x10000, 4), number(offset, 4)]
    bodies.push(local)
    entries.push(Buffer.concat([number(0x02014b50, 4), number(madeByUnix, 2), shared, ...attributes, path]))
    offset += local.length
  }
  const directory = Buffer.concat(entries)
  const counts = [number(members.length, 2), number(members.length, 2)]
  const end = [number(0x06054b50, 4), number(0, 4), ...counts, number(directory.length, 4), number(offset, 4), number(0, 2)]
  return Buffer.concat([...bodies, directory, ...end])
}

/** What the header before a file and the one in the directory have in common. */
function sharedHeader(content: Uint8Array, path: Buffer): Buffer {
  return Buffer.concat([
    number(20, 2),
    number(0, 2),
    number(0, 2),
    number(0, 2),
    number(date, 2),
    number(crc32(content), 4),
    number(content.length, 4),
    number(content.length, 4),
    number(path.length, 2),
    number(0, 2),
  ])
}

function number(value: number, bytes: 2 | 4): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntLE(value, 0, bytes)
  return buffer
}
