import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeFiles } from '../../src/adapters/node-files.ts'
import { FileError, type FileErrorReason, type Files } from '../../src/ports/files.ts'
import { MemoryFiles } from '../rig/memory-files.ts'
import { tempFolder } from '../rig/temp-folder.ts'

const plain = { mode: 0o644, durable: false }
const max = { maxBytes: 1000 }

/** The same for both: what holds for the one in memory must hold for the real one. */
async function inMemory(): Promise<{ files: Files; root: string }> {
  const files = new MemoryFiles()
  await files.makeDirectory('/work', { mode: 0o700 })
  return { files, root: '/work' }
}

const systems = [
  { name: 'the real file system', make: () => Promise.resolve({ files: nodeFiles(), root: tempFolder() }) },
  { name: 'the one in memory', make: inMemory },
]

async function reasonOf(operation: Promise<unknown>): Promise<FileErrorReason> {
  const error: unknown = await operation.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(FileError)
  return (error as FileError).reason
}

describe.each(systems)('files: $name', ({ make }) => {
  it('writes a file as a whole, with exactly the mode, over what was there', async () => {
    const { files, root } = await make()
    const path = `${root}/a file`
    for (const [text, mode] of [
      ['first, longer', 0o600],
      ['second', 0o666],
      ['', 0o640],
    ] as const) {
      await files.write(path, text, { mode, durable: true })
      expect(await files.readText(path, max)).toBe(text)
      expect(await files.stat(path)).toMatchObject({ kind: 'file', size: text.length, mode })
    }
    expect(await files.list(root)).toEqual([{ name: 'a file', kind: 'file' }])
  })

  it('replaces a symlink, not what it points to', async () => {
    const { files, root } = await make()
    await files.write(`${root}/target`, 'kept', plain)
    await files.symlink('target', `${root}/link`)
    expect(await files.readText(`${root}/link`, max)).toBe('kept')
    await files.write(`${root}/link`, 'new', plain)
    expect(await files.readText(`${root}/target`, max)).toBe('kept')
    expect((await files.stat(`${root}/link`, { follow: false }))?.kind).toBe('file')
  })

  it('reads no more than asked for, and bytes as they are', async () => {
    const { files, root } = await make()
    await files.write(`${root}/bytes`, new Uint8Array([0, 255, 10, 200]), plain)
    expect([...(await files.read(`${root}/bytes`, { maxBytes: 4 }))]).toEqual([0, 255, 10, 200])
    expect(await reasonOf(files.read(`${root}/bytes`, { maxBytes: 3 }))).toBe('too-large')
    expect(await files.readText(`${root}/bytes`, max)).toBe('\0\ufffd\n\ufffd')
  })

  it('views stat and content in one, never through a symlink', async () => {
    const { files, root } = await make()
    await files.write(`${root}/file`, 'text', { mode: 0o640, durable: false })
    await files.makeDirectory(`${root}/folder`, { mode: 0o700 })
    await files.symlink('file', `${root}/link`)
    const text = new TextEncoder().encode('text')
    expect(await files.view(`${root}/file`, { maxBytes: 4 })).toEqual({
      stat: await files.stat(`${root}/file`),
      content: expect.objectContaining(text) as unknown,
    })
    expect(await files.view(`${root}/file`, { maxBytes: 3 })).toMatchObject({ stat: { kind: 'file', size: 4 }, content: null })
    expect(await files.view(`${root}/folder`, max)).toMatchObject({ stat: { kind: 'directory' }, content: null })
    expect(await files.view(`${root}/link`, max)).toMatchObject({ stat: { kind: 'symlink' }, content: null })
    expect(await files.view(`${root}/no`, max)).toBeNull()
  })

  it('appends, and makes the file first', async () => {
    const { files, root } = await make()
    await files.append(`${root}/log`, 'one\n', { mode: 0o600 })
    await files.append(`${root}/log`, 'two\n', { mode: 0o644 })
    expect(await files.readText(`${root}/log`, max)).toBe('one\ntwo\n')
    expect((await files.stat(`${root}/log`))?.mode).toBe(0o600)
  })

  it('lists names sorted by code unit, with symlinks as symlinks', async () => {
    const { files, root } = await make()
    for (const name of ['b', 'B', 'ä', 'a10', 'a2']) await files.write(`${root}/${name}`, '', plain)
    await files.makeDirectory(`${root}/d/e`, { mode: 0o750 })
    await files.symlink('d', `${root}/c`)
    expect((await files.list(root)).map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'file B',
      'file a10',
      'file a2',
      'file b',
      'symlink c',
      'directory d',
      'file ä',
    ])
    expect(await files.list(`${root}/c`)).toEqual([{ name: 'e', kind: 'directory' }])
    expect((await files.stat(`${root}/d/e`))?.mode).toBe(0o750)
  })

  it('copies content and permission bits, over what is there', async () => {
    const { files, root } = await make()
    await files.write(`${root}/program`, 'new', { mode: 0o755, durable: false })
    await files.write(`${root}/old`, 'something longer', { mode: 0o400, durable: false })
    for (const to of ['fresh', 'old']) {
      await files.copy(`${root}/program`, `${root}/${to}`)
      expect(await files.readText(`${root}/${to}`, max)).toBe('new')
      expect((await files.stat(`${root}/${to}`))?.mode).toBe(0o755)
    }
  })

  it('changes modes, renames whole folders, removes anything once or twice', async () => {
    const { files, root } = await make()
    await files.makeDirectory(`${root}/one/two`, { mode: 0o700 })
    await files.write(`${root}/one/two/file`, 'x', plain)
    await files.setMode(`${root}/one/two/file`, 0o751)
    await files.rename(`${root}/one`, `${root}/three`)
    expect((await files.stat(`${root}/three/two/file`))?.mode).toBe(0o751)
    expect(await files.stat(`${root}/one`)).toBeNull()
    await files.remove(`${root}/three`)
    await files.remove(`${root}/three`)
    expect(await files.list(root)).toEqual([])
  })

  it('removes a symlink and not what it points to', async () => {
    const { files, root } = await make()
    await files.makeDirectory(`${root}/kept/inner`, { mode: 0o700 })
    await files.symlink('kept', `${root}/link`)
    await files.remove(`${root}/link`)
    expect(await files.list(root)).toEqual([{ name: 'kept', kind: 'directory' }])
    expect(await files.list(`${root}/kept`)).toHaveLength(1)
  })

  it('removes a folder only if it is empty', async () => {
    const { files, root } = await make()
    await files.makeDirectory(`${root}/full/empty`, { mode: 0o700 })
    await files.write(`${root}/file`, '', plain)
    expect(await files.removeEmptyDirectory(`${root}/full`)).toBe(false)
    expect(await files.removeEmptyDirectory(`${root}/file`)).toBe(false)
    expect(await files.removeEmptyDirectory(`${root}/nothing`)).toBe(false)
    expect(await files.removeEmptyDirectory(`${root}/full/empty`)).toBe(true)
    expect(await files.removeEmptyDirectory(`${root}/full`)).toBe(true)
  })

  it('resolves the real path of what exists and of what does not', async () => {
    const { files, root } = await make()
    await files.makeDirectory(`${root}/real/inner`, { mode: 0o700 })
    await files.symlink('real', `${root}/link`)
    await files.symlink('../outside/missing', `${root}/real/dangling`)
    await files.symlink('real/dangling', `${root}/twice`)
    expect(await files.realPath(`${root}/link/inner`)).toBe(`${root}/real/inner`)
    expect(await files.realPath(`${root}/link/inner/not/there`)).toBe(`${root}/real/inner/not/there`)
    expect(await files.realPath(`${root}/link/dangling`)).toBe(`${root}/outside/missing`)
    expect(await files.realPath(`${root}/twice/below`)).toBe(`${root}/outside/missing/below`)
    expect(await files.readLink(`${root}/link`)).toBe('real')
  })

  it.each<{ name: string; run: (files: Files, root: string) => Promise<unknown>; reason: FileErrorReason }>([
    { name: 'reading nothing', run: (files, root) => files.read(`${root}/no`, max), reason: 'not-found' },
    { name: 'reading a folder', run: (files, root) => files.read(root, max), reason: 'is-a-directory' },
    { name: 'reading below a file', run: (files, root) => files.read(`${root}/file/x`, max), reason: 'not-a-directory' },
    { name: 'viewing below nothing', run: (files, root) => files.view(`${root}/no/file`, max), reason: 'not-found' },
    { name: 'viewing below a file', run: (files, root) => files.view(`${root}/file/x`, max), reason: 'not-a-directory' },
    { name: 'writing below a missing folder', run: (files, root) => files.write(`${root}/no/x`, '', plain), reason: 'not-found' },
    { name: 'writing over a folder', run: (files, root) => files.write(`${root}/folder`, '', plain), reason: 'is-a-directory' },
    { name: 'a folder where a file is', run: (files, root) => files.makeDirectory(`${root}/file`, { mode: 0o700 }), reason: 'exists' },
    { name: 'a folder below a file', run: (files, root) => files.makeDirectory(`${root}/file/x`, { mode: 0o700 }), reason: 'not-a-directory' },
    { name: 'listing a file', run: (files, root) => files.list(`${root}/file`), reason: 'not-a-directory' },
    { name: 'a symlink over a file', run: (files, root) => files.symlink('x', `${root}/file`), reason: 'exists' },
    { name: 'reading a circle of symlinks', run: (files, root) => files.read(`${root}/circle`, max), reason: 'loop' },
    { name: 'resolving a circle of symlinks', run: (files, root) => files.realPath(`${root}/circle/x`), reason: 'loop' },
    { name: 'renaming nothing', run: (files, root) => files.rename(`${root}/no`, `${root}/x`), reason: 'not-found' },
    { name: 'copying nothing', run: (files, root) => files.copy(`${root}/no`, `${root}/x`), reason: 'not-found' },
    { name: 'the mode of nothing', run: (files, root) => files.setMode(`${root}/no`, 0o600), reason: 'not-found' },
  ])('says $reason for $name', async ({ run, reason }) => {
    const { files, root } = await make()
    await files.write(`${root}/file`, '', plain)
    await files.makeDirectory(`${root}/folder`, { mode: 0o700 })
    await files.symlink('circle', `${root}/circle`)
    expect(await reasonOf(run(files, root))).toBe(reason)
  })

  it('finds nothing at a missing path, below a file, and through a dangling symlink', async () => {
    const { files, root } = await make()
    await files.write(`${root}/file`, '', plain)
    await files.symlink('nowhere', `${root}/dangling`)
    for (const name of ['no', 'no/no', 'file/no', 'dangling']) expect(await files.stat(`${root}/${name}`)).toBeNull()
  })
})

describe('the real file system', () => {
  it('views what is neither file nor folder without opening it for good', async () => {
    const root = tempFolder()
    execFileSync('mkfifo', [`${root}/pipe`])
    expect(await nodeFiles().view(`${root}/pipe`, max)).toMatchObject({ stat: { kind: 'other' }, content: null })
  })

  it.each([1, 64 * 1024 - 1, 64 * 1024, 200_000])('reads and views a file of %d bytes', async (size) => {
    const path = join(tempFolder(), 'file')
    const data = randomBytes(size)
    writeFileSync(path, data)
    expect(data.equals(await nodeFiles().read(path, { maxBytes: size }))).toBe(true)
    expect(data.equals((await nodeFiles().view(path, { maxBytes: size }))?.content ?? new Uint8Array())).toBe(true)
  })

  it('replaces what an engine that died left in a temporary file of a given name', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'half'), 'by who died', { mode: 0o400 })
    await nodeFiles().write(join(folder, 'a'), 'whole', { mode: 0o644, durable: true, temporary: join(folder, 'half') })
    expect(readdirSync(folder)).toEqual(['a'])
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('whole')
  })

  it('leaves no temporary file behind when a write fails', async () => {
    const root = tempFolder()
    const files = nodeFiles()
    await files.makeDirectory(`${root}/folder`, { mode: 0o700 })
    await reasonOf(files.write(`${root}/folder`, 'x', { mode: 0o600, durable: true }))
    expect(readdirSync(root)).toEqual(['folder'])
  })

  it('writes a file whose name is as long as names may be', async () => {
    const path = join(tempFolder(), 'n'.repeat(255))
    await nodeFiles().write(path, 'x', plain)
    expect(statSync(path).size).toBe(1)
  })

  it('reads a file that claims to be empty', async () => {
    const text = await nodeFiles().readText('/proc/self/status', { maxBytes: 100_000 })
    expect(text).toContain('Pid:')
    expect(await reasonOf(nodeFiles().read('/proc/self/status', { maxBytes: 10 }))).toBe('too-large')
  })

  it('turns a full device and an endless one into reasons', async () => {
    expect(await reasonOf(nodeFiles().append('/dev/full', 'x', { mode: 0o600 }))).toBe('no-space')
    expect(await reasonOf(nodeFiles().read('/dev/zero', max))).toBe('too-large')
  })
})

describe('the one in memory', () => {
  it('fails as it is told to, before anything happens', async () => {
    const { files, root } = await inMemory()
    const broken = files as MemoryFiles
    broken.onOperation = (operation, path) => {
      if (operation === 'write') throw new FileError('no-space', path)
    }
    expect(await reasonOf(broken.write(`${root}/x`, '', plain))).toBe('no-space')
    broken.onOperation = undefined
    expect(await broken.stat(`${root}/x`)).toBeNull()
  })
})
