import fc from 'fast-check'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readZipEntry } from '../../../../src/providers/terraform-stack/planned/zip-entry.ts'

/** An archive of one entry, laid out as APPNOTE.TXT says. */
function archive(name: string, content: string, method: 0 | 8 = 8): Buffer {
  const data = method === 8 ? deflateRawSync(content) : Buffer.from(content)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(name.length, 26)
  const central = Buffer.alloc(46)
  central.writeUInt32LE(0x02014b50, 0)
  central.writeUInt16LE(method, 10)
  central.writeUInt32LE(data.length, 20)
  central.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(30 + name.length + data.length, 16)
  return Buffer.concat([local, Buffer.from(name), data, central, Buffer.from(name), end])
}

describe('an entry of an archive', () => {
  it.each([0, 8] as const)('is read, stored or deflated (method %i)', (method) => {
    expect(Buffer.from(readZipEntry(archive('tfstate', '{"a":1}', method), 'tfstate') ?? []).toString()).toBe('{"a":1}')
  })

  it('is null when it is not there, or the bytes are no archive', () => {
    expect(readZipEntry(archive('tfstate', 'x'), 'other')).toBeNull()
    expect(readZipEntry(new Uint8Array(), 'tfstate')).toBeNull()
    expect(readZipEntry(Buffer.from('no archive, but long enough for one'), 'tfstate')).toBeNull()
  })

  it('never throws on damage', () => {
    const whole = archive('tfstate', 'some state')
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const damaged = Buffer.from(whole)
        damaged[at] = byte
        readZipEntry(damaged, 'tfstate')
        readZipEntry(whole.subarray(0, at), 'tfstate')
      }),
    )
  })
})
