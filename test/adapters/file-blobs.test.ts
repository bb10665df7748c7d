import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileBlobs } from '../../src/adapters/file-blobs.ts'
import { nodeFiles } from '../../src/adapters/node-files.ts'
import { tempFolder } from '../rig/temp-folder.ts'

// The digest of "abc" from FIPS 180-2, appendix B.1.
const digest = 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
const data = Buffer.from('abc')

function place(folder: string): string {
  return join(folder, 'blobs', 'ba', digest.slice('sha256:ba'.length))
}

describe('file blobs', () => {
  it('gives back what was put, privately, and keeps one copy', async () => {
    const folder = tempFolder()
    const blobs = fileBlobs({ files: nodeFiles(), folder: join(folder, 'blobs') })
    expect(await blobs.get(digest)).toBeNull()
    expect(await blobs.put(data)).toBe(digest)
    expect(await blobs.put(data)).toBe(digest)
    expect(Buffer.from((await blobs.get(digest)) ?? [])).toEqual(data)
    expect(readdirSync(join(folder, 'blobs', 'ba'))).toHaveLength(1)
    expect(statSync(place(folder)).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'blobs')).mode & 0o777).toBe(0o700)
  })

  it('does not give a damaged blob, and mends it when it is put again', async () => {
    const folder = tempFolder()
    const blobs = fileBlobs({ files: nodeFiles(), folder: join(folder, 'blobs') })
    await blobs.put(data)
    writeFileSync(place(folder), 'abd')
    expect(await blobs.get(digest)).toBeNull()
    await blobs.put(data)
    expect(Buffer.from((await blobs.get(digest)) ?? [])).toEqual(data)
  })

  it.each(['', 'sha256:', 'ba7816', `${digest}0`, digest.toUpperCase(), 'sha256:../../../../etc/passwd', digest.replace('sha256', 'sha512')])(
    'knows no blob by the name "%s"',
    async (name) => {
      const blobs = fileBlobs({ files: nodeFiles(), folder: tempFolder() })
      expect(await blobs.get(name)).toBeNull()
    },
  )
})
