import { describe, expect, it } from 'vitest'
import { Sensitive, unknown, type Value } from '../../../src/expressions/value.ts'
import { digest } from '../../../src/plan/digest.ts'
import { FileError, type FileErrorReason } from '../../../src/ports/files.ts'
import { createFileProvider } from '../../../src/providers/file/file-provider.ts'
import { temporaryFor } from '../../../src/providers/file/temporary-file.ts'
import { MemoryFiles } from '../../rig/memory-files.ts'
import { ProviderBench, visible } from '../../rig/provider-bench.ts'
import { fileTree } from './file-tree.ts'

async function start(tree: Readonly<Record<string, string>> = {}, folder = 'system/app') {
  const files = new MemoryFiles()
  await files.makeDirectory(`/project/${folder}`, { mode: 0o755 })
  for (const [path, text] of Object.entries(tree)) {
    await files.makeDirectory(`/project/${path.split('/').slice(0, -1).join('/')}`, { mode: 0o755 })
    await files.write(`/project/${path}`, text, { mode: 0o644, durable: false })
  }
  const bench = new ProviderBench({ provider: createFileProvider({ files }), projectRoot: '/project', workFolder: '/work', folder })
  const read = (path: string) => files.readText(`/project/${path}`, { maxBytes: 10_000_000 })
  return { files, bench, read }
}

const wanted = { path: '../../out/a.txt', content: 'new\n' }

describe('what a File says before planning', () => {
  interface Mistake {
    readonly name: string
    readonly spec: Value
    readonly says: string
    readonly code: string
  }

  const mistakes: readonly Mistake[] = [
    { name: 'a path out of the project', spec: { ...wanted, path: '../../../etc/a' }, code: 'path-outside-project', says: 'leads out of the project' },
    { name: 'the root of the project', spec: { ...wanted, path: '../..' }, code: 'path-outside-project', says: 'leads out of the project' },
    { name: 'a link out of the project', spec: { ...wanted, path: '../../link/a' }, code: 'path-outside-project', says: 'leads out of the project' },
    { name: 'an absolute path', spec: { ...wanted, path: '/project/a' }, code: 'invalid-value', says: '/project/a is an absolute path' },
    { name: 'a folder', spec: { ...wanted, path: '../../stacks' }, code: 'resource-invalid', says: 'stacks is a folder' },
    { name: 'a folder by its name', spec: { ...wanted, path: 'x/' }, code: 'invalid-value', says: 'x/ names a folder, not a file' },
    { name: 'a symlink', spec: { ...wanted, path: '../../stacks/alias' }, code: 'resource-invalid', says: 'stacks/alias is a symlink' },
    { name: 'a path through a file', spec: { ...wanted, path: '../../stacks/main.tf/a' }, code: 'file-unreadable', says: 'a part of its path is a file' },
    { name: '.git', spec: { ...wanted, path: '../../.git/config' }, code: 'resource-invalid', says: '.git/config is inside .git' },
    { name: '.GIT', spec: { ...wanted, path: '../../.GIT/config' }, code: 'resource-invalid', says: 'is inside .git' },
    { name: '.genesis', spec: { ...wanted, path: '../../x/.genesis/a' }, code: 'resource-invalid', says: 'is inside .genesis' },
    { name: 'a project file', spec: { ...wanted, path: 'genesis.yaml' }, code: 'resource-invalid', says: 'is a manifest' },
    { name: 'its own manifest', spec: { ...wanted, path: 'thing.yaml' }, code: 'resource-invalid', says: 'is a manifest' },
    { name: 'an environment', spec: { ...wanted, path: '../../environments/dev.yaml' }, code: 'resource-invalid', says: 'is a manifest' },
    { name: 'the configuration', spec: { ...wanted, path: '../../config/coordination.yaml' }, code: 'resource-invalid', says: 'is a manifest' },
    { name: 'a sensitive path', spec: { ...wanted, path: new Sensitive('a') }, code: 'resource-invalid', says: 'path must not be sensitive' },
    { name: 'no content', spec: { path: 'a' }, code: 'missing-field', says: 'content, source or template' },
    { name: 'content twice', spec: { ...wanted, source: 'b' }, code: 'resource-invalid', says: 'cannot both be given' },
    { name: 'content that is no text', spec: { ...wanted, content: { a: 1 } }, code: 'wrong-type', says: 'content must be text, not an object' },
    { name: 'too much content', spec: { ...wanted, content: 'x'.repeat(5 * 1024 * 1024 + 1) }, code: 'input-too-large', says: '5 MiB' },
    { name: 'a missing source', spec: { path: 'a', source: 'none' }, code: 'file-unreadable', says: 'none: it does not exist' },
    { name: 'a source outside', spec: { path: 'a', source: '../../../etc/passwd' }, code: 'path-outside-project', says: 'leads out of the project' },
    { name: 'a mode that is none', spec: { ...wanted, mode: '0999' }, code: 'invalid-value', says: '"0999" is no file mode' },
    { name: 'a mode nobody can read', spec: { ...wanted, mode: '0244' }, code: 'invalid-value', says: 'does not let the owner read' },
    {
      name: 'an open mode for a secret',
      spec: { path: 'a', content: new Sensitive('x'), mode: '0640' },
      code: 'invalid-value',
      says: 'mode 0640 lets others at sensitive content',
    },
  ]

  it.each(mistakes)('refuses $name', async ({ spec, code, says }) => {
    const { files, bench } = await start({ 'stacks/main.tf': '' })
    await files.makeDirectory('/etc', { mode: 0o755 })
    await files.symlink('/etc', '/project/link')
    await files.symlink('main.tf', '/project/stacks/alias')
    const { diagnostics } = await bench.examine(spec)
    expect(diagnostics.map((found) => found.code)).toEqual([code])
    expect(diagnostics[0]?.message).toContain(says)
    expect(diagnostics[0]?.at?.file).toMatch(/^system\/app\/thing\.yaml#\/(path|content|source|mode)$/)
    expect(await bench.plan(spec)).toMatchObject({ ok: false })
  })

  it('tells all mistakes at once', async () => {
    const { bench } = await start()
    const { diagnostics } = await bench.examine({ path: '/x', content: 1, mode: 'rw' })
    expect(diagnostics.map(({ code }) => code)).toEqual(['invalid-value', 'wrong-type', 'invalid-value'])
  })

  it('owns the real path, whichever way it is written', async () => {
    const { files, bench } = await start()
    await files.makeDirectory('/project/out', { mode: 0o755 })
    await files.symlink('out', '/project/alias')
    const keys = await Promise.all(['../../out/a.txt', '../../alias/./a.txt'].map(async (path) => (await bench.examine({ ...wanted, path })).owns))
    expect(keys[0]).toEqual([{ key: 'file:/project/out/a.txt', description: 'the file out/a.txt', certainty: 'deterministic' }])
    expect(keys[1]).toEqual(keys[0])
  })

  it('knows its output names and takes unknown content as it comes', async () => {
    const { bench } = await start()
    expect(await bench.examine({ ...wanted, content: unknown })).toMatchObject({ diagnostics: [], outputNames: ['path', 'digest'], sources: {} })
  })

  it('binds a plan to the source it copies', async () => {
    const { bench } = await start({ 'system/app/template.txt': 'copied' })
    expect((await bench.examine({ path: 'b', source: 'template.txt' })).sources).toEqual({ source: digest('copied') })
  })
})

describe('planning a File', () => {
  it('shows the text that is there and the text that will be', async () => {
    const { bench } = await start({ 'out/a.txt': 'old\n' })
    const { action, before, after, outputs, reversibility } = await bench.planned(wanted)
    expect(before).toEqual({ path: 'out/a.txt', mode: '0644', digest: digest('old\n'), content: 'old\n' })
    expect(after).toEqual({ path: 'out/a.txt', mode: '0644', digest: digest('new\n'), content: 'new\n' })
    expect([action, outputs, reversibility]).toEqual(['update', { path: 'out/a.txt', digest: digest('new\n') }, 'irreversible'])
    expect(bench.warnings).toEqual(['out/a.txt exists and is not managed by Genesis: applying overwrites it'])
  })

  it('adopts an unmanaged file that is as wanted, and says nothing', async () => {
    const { bench } = await start({ 'out/a.txt': 'new\n' })
    expect((await bench.planned(wanted)).action).toBe('adopt')
    expect(await bench.apply(wanted)).toBeNull()
    expect([(await bench.planned(wanted)).action, bench.warnings]).toEqual(['no-op', []])
  })

  it('does not overwrite manifests that it does not know the place of', async () => {
    const { bench } = await start({ 'elsewhere/x.yml': 'apiVersion: genesis/v1\nkind: File\n' })
    const answer = await bench.plan({ ...wanted, path: '../../elsewhere/x.yml' })
    expect(answer).toMatchObject({ ok: false, diagnostics: [{ message: 'elsewhere/x.yml holds Genesis manifests' }] })
  })

  it('sees a mode that was changed', async () => {
    const { files, bench } = await start()
    await bench.apply(wanted)
    await files.setMode('/project/out/a.txt', 0o666)
    expect((await bench.planned(wanted)).drift).toEqual([{ path: ['mode'], recorded: '0644', observed: '0666', sensitive: false, conflict: false }])
  })

  it('calls it a conflict when both sides changed', async () => {
    const { files, bench } = await start()
    await bench.apply(wanted)
    await files.write('/project/out/a.txt', 'theirs', { mode: 0o644, durable: false })
    const { drift } = await bench.planned({ ...wanted, content: 'ours' })
    expect(drift.map(({ path, conflict }) => [path, conflict])).toEqual([[['digest'], true]])
  })

  it('only remembers anew what somebody already changed to what is wanted', async () => {
    const { files, bench } = await start()
    await bench.apply(wanted)
    await files.write('/project/out/a.txt', 'next', { mode: 0o644, durable: false })
    expect((await bench.planned({ ...wanted, content: 'next' })).action).toBe('adopt')
    expect(await bench.apply({ ...wanted, content: 'next' })).toBeNull()
    expect((await bench.planned({ ...wanted, content: 'next' })).action).toBe('no-op')
  })

  it('shows neither binary nor large content', async () => {
    const { bench } = await start({ 'out/a.txt': '\0' })
    const { before, after } = await bench.planned({ ...wanted, content: 'x'.repeat(256 * 1024 + 1) })
    expect([before, after]).toEqual([expect.not.objectContaining({ content: expect.anything() }), expect.not.objectContaining({ content: expect.anything() })])
  })

  it('keeps a secret hidden also when it stops being one', async () => {
    const { bench, read } = await start()
    const secret = { ...wanted, content: new Sensitive('correct horse') }
    await bench.apply(secret)
    expect(await read('out/a.txt')).toBe('correct horse')
    expect(bench.recorded).toMatchObject({ attributes: { mode: '0600' }, attributesSensitive: { digest: true }, outputsSensitive: { digest: true } })
    const change = await bench.planned(wanted)
    expect(visible(change)).not.toContain('correct horse')
    expect(visible(change)).not.toContain(digest('correct horse'))
  })
})

describe('applying a File', () => {
  it('leaves the file and what it made of it', async () => {
    const { files, bench } = await start()
    await bench.apply({ ...wanted, path: '../../out/deep/er/a.txt', mode: '0755' })
    expect(bench.recorded).toMatchObject({
      attributes: { path: 'out/deep/er/a.txt', mode: '0755', digest: digest('new\n') },
      attributesSensitive: false,
      memory: { folders: ['out', 'out/deep', 'out/deep/er'] },
    })
    expect(await fileTree(files, '/project/out')).toEqual({ 'deep/': { 'er/': { 'a.txt': ['755', 'new\n'] } } })
  })

  it.each(['create', 'update', 'delete'] as const)('refuses to %s when the file changed after the plan', async (action) => {
    const { files, bench, read } = await start()
    if (action !== 'create') await bench.apply({ ...wanted, content: 'first' })
    const spec = action === 'delete' ? null : wanted
    const change = await bench.planned(spec)
    expect(change.action).toBe(action)
    await files.makeDirectory('/project/out', { mode: 0o755 })
    await files.write('/project/out/a.txt', 'by hand', { mode: 0o644, durable: false })
    expect(await bench.run(bench.request(spec, change))).toMatchObject({ ok: false, failure: { reason: 'plan-changed' } })
    expect(await read('out/a.txt')).toBe('by hand')
  })

  it('deletes drifted content that the plan saw', async () => {
    const { files, bench } = await start()
    await bench.apply(wanted)
    await files.write('/project/out/a.txt', 'by hand', { mode: 0o644, durable: false })
    expect(await bench.apply(null)).toBeNull()
    expect(await files.stat('/project/out')).toBeNull()
  })

  it('refuses a source that was edited after the plan', async () => {
    const { files, bench } = await start({ 'system/app/t.txt': 'one' })
    const spec = { path: 'b', source: 't.txt' }
    const change = await bench.planned(spec)
    await files.write('/project/system/app/t.txt', 'two', { mode: 0o644, durable: false })
    expect(await bench.run(bench.request(spec, change))).toMatchObject({ ok: false, failure: { reason: 'plan-changed' } })
  })

  it('keeps folders in which something else is', async () => {
    const { files, bench } = await start()
    await bench.apply(wanted)
    await files.write('/project/out/other', '', { mode: 0o644, durable: false })
    expect(await bench.apply(null)).toBeNull()
    expect(await fileTree(files, '/project/out')).toEqual({ other: ['644', ''] })
  })

  it('does not write through a link that was put in its way', async () => {
    const { files, bench } = await start()
    const change = await bench.planned(wanted)
    await files.makeDirectory('/etc', { mode: 0o755 })
    await files.symlink('/etc', '/project/out')
    expect(await bench.run(bench.request(wanted, change))).toMatchObject({ ok: false, failure: { reason: 'refused' } })
    expect(await files.list('/etc')).toEqual([])
  })

  it('makes a folder again that another step took away in between', async () => {
    const { files, bench, read } = await start()
    const change = await bench.planned(wanted)
    let taken = false
    files.onOperation = (operation, path) => {
      if (operation !== 'write' || taken) return
      taken = true
      throw new FileError('not-found', path)
    }
    expect(await bench.run(bench.request(wanted, change))).toMatchObject({ ok: true })
    expect(await read('out/a.txt')).toBe('new\n')
  })

  it.each<[FileErrorReason, string]>([
    ['no-space', 'no space is left on the device'],
    ['permission', 'permission denied'],
    ['read-only', 'the file system is read-only'],
  ])('says %s with a hint', async (reason, words) => {
    const { files, bench } = await start()
    files.onOperation = (operation, path) => {
      if (operation === 'write') throw new FileError(reason, path)
    }
    const failed = await bench.apply(wanted)
    expect(failed?.failure).toMatchObject({ reason: 'file-system', message: `out/a.txt: ${words}`, transient: false })
    expect(failed?.failure.hint).toBeDefined()
  })

  it('records what stands in its place although the write failed', async () => {
    const { files, bench, read } = await start()
    const write = files.write.bind(files)
    files.write = async (...parameters) => {
      await write(...parameters)
      throw new FileError('io', parameters[0])
    }
    expect((await bench.apply(wanted))?.failure).toMatchObject({ reason: 'file-system', indeterminate: false })
    expect(bench.recorded).toMatchObject({ status: 'incomplete' })
    expect(await read('out/a.txt')).toBe('new\n')
    files.write = write
    await bench.apply(null)
    expect(await files.stat('/project/out')).toBeNull()
  })

  it('says that nobody knows when the write failed and the file cannot be looked at any more', async () => {
    const { files, bench } = await start()
    const request = bench.request(wanted, await bench.planned(wanted))
    let broken = false
    files.onOperation = (operation, path) => {
      broken ||= operation === 'write'
      if (broken) throw new FileError('io', path)
    }
    expect(await bench.run(request)).toMatchObject({ ok: false, failure: { reason: 'file-system', indeterminate: true } })
  })

  it('takes away what an engine that died had not put in place', async () => {
    const { files, bench } = await start({ 'out/b.txt': 'of somebody else' })
    const request = bench.request(wanted, await bench.planned(wanted))
    await files.write(temporaryFor({ realPath: '/project/out/a.txt' }, request), 'ne', { mode: 0o600, durable: false })
    expect((await bench.probe(request)).kind).toBe('not-applied')
    expect(await fileTree(files, '/project/out')).toEqual({ 'b.txt': [expect.any(String), 'of somebody else'] })
  })

  it('says that nobody knows when the file is neither old nor new', async () => {
    const { files, bench } = await start({ 'out/a.txt': 'old' })
    const request = bench.request(wanted, await bench.planned(wanted))
    await files.write('/project/out/a.txt', 'third', { mode: 0o644, durable: false })
    expect((await bench.probe(request)).kind).toBe('unknown')
  })
})
