import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, readFileSync, readlinkSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gitCli } from '../../src/adapters/git-cli.ts'
import { nodeFiles } from '../../src/adapters/node-files.ts'
import type { CapturedSources } from '../../src/sources/capture-sources.ts'
import { captureSources } from '../../src/sources/capture-sources.ts'
import { materialiseTree, type Materialised } from '../../src/sources/materialise-tree.ts'
import { decodeTree } from '../../src/sources/tree-document.ts'
import { storeSources } from '../../src/coordinator/checkpoints/store-sources.ts'
import { MemoryStore } from '../rig/memory-store.ts'
import { writeFile } from '../rig/project.ts'
import { tempFolder } from '../rig/temp-folder.ts'

const environment = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' }

function repository(files: Readonly<Record<string, string>>): string {
  const root = tempFolder()
  execFileSync('git', ['init', '-q'], { cwd: root, env: environment })
  for (const [path, text] of Object.entries(files)) writeFile(root, path, text)
  return root
}

interface Asked {
  readonly cache: string
  readonly texts?: ReadonlyMap<string, string>
  readonly reads?: readonly string[]
  readonly makes?: readonly string[]
  readonly now?: number
}

async function capture(root: string, { cache, texts = new Map(), reads = [], makes = [], now = Date.now() }: Asked): Promise<CapturedSources> {
  const git = gitCli({ environment })
  return captureSources({
    files: nodeFiles(),
    git,
    clock: { now: () => now },
    cacheFolder: cache,
    folder: join(cache, 'sources'),
    layout: { root, project: '', hasGit: (await git.root(root)) !== null },
    repository: null,
    set: [],
    texts,
    reads,
    makes: new Set(makes),
  })
}

async function writeOut(store: MemoryStore, tree: string): Promise<Materialised> {
  return materialiseTree({ files: nodeFiles(), store, folder: tempFolder() }, tree)
}

async function pathsOf({ digest, blobs }: CapturedSources): Promise<readonly string[]> {
  const data = await blobs.get(digest)?.()
  return [...(decodeTree(data ?? new Uint8Array())?.entries.keys() ?? [])]
}

describe('captured sources', () => {
  it('are written out again when the repository is gone', async () => {
    const root = repository({ 'stacks/app/main.tf': 'one', 'bin/run.sh': '#!/bin/sh\n', '.gitignore': 'out\n', 'out/made.txt': 'made' })
    chmodSync(join(root, 'bin/run.sh'), 0o755)
    symlinkSync('../bin/run.sh', join(root, 'stacks/run'))
    const store = new MemoryStore()
    const captured = await capture(root, { cache: tempFolder() })
    await storeSources(store, captured)
    for (const entry of ['.git', 'stacks', 'bin', '.gitignore']) rmSync(join(root, entry), { recursive: true })
    const found = await writeOut(store, captured.digest)
    if (!found.ok) throw new Error(found.missing.join())
    expect([...found.document.entries.keys()]).toEqual(['.gitignore', 'bin/run.sh', 'stacks/app/main.tf', 'stacks/run'])
    expect(readFileSync(join(found.sources.root, 'stacks/app/main.tf'), 'utf8')).toBe('one')
    expect(readlinkSync(join(found.sources.root, 'stacks/run'))).toBe('../bin/run.sh')
    expect(statSync(join(found.sources.root, 'bin/run.sh')).mode & 0o777).toBe(0o700)
    expect(statSync(join(found.sources.root, 'stacks/app/main.tf')).mode & 0o777).toBe(0o600)
  })

  it('have the texts that were read, what is named beside, and nothing that is made', async () => {
    const root = repository({ 'a.yaml': 'now', '.gitignore': 'ignored\n', 'ignored/vars.json': '{}', 'made.txt': 'x' })
    const asked = { texts: new Map([['a.yaml', 'as read']]), reads: [join(root, 'ignored/vars.json')], makes: [join(root, 'made.txt')] }
    const captured = await capture(root, { cache: tempFolder(), ...asked })
    expect(await pathsOf(captured)).toEqual(['.gitignore', 'a.yaml', 'ignored/vars.json'])
    const store = new MemoryStore()
    await storeSources(store, captured)
    const found = await writeOut(store, captured.digest)
    if (!found.ok) throw new Error(found.missing.join())
    expect(readFileSync(join(found.sources.root, 'a.yaml'), 'utf8')).toBe('as read')
  })

  it('have no states and no saved plans', async () => {
    const plans = { 'dev.plan': 'genesis-plan abc\n{}', 'tf.bin': 'PK\x03\x04 … tfstate …' }
    const root = repository({ 'main.tf': '', 'terraform.tfstate': '{}', 'terraform.tfstate.backup': '{}', ...plans })
    expect(await pathsOf(await capture(root, { cache: tempFolder() }))).toEqual(['main.tf'])
  })

  it('are the same for the same files, read again only where they changed', async () => {
    const root = repository({ 'a.tf': 'a', 'b.tf': 'b' })
    const cache = tempFolder()
    const later = { cache, now: Date.now() + 60_000 }
    const first = await capture(root, later)
    const second = await capture(root, later)
    expect(second.digest).toBe(first.digest)
    writeFile(root, 'b.tf', 'bb')
    const third = await capture(root, later)
    expect(third.digest).not.toBe(first.digest)
    const store = new MemoryStore()
    await storeSources(store, first)
    expect(await store.missingBlobs([...third.blobs.keys()])).toHaveLength(2)
  })

  it('with a blob that is gone are no tree, and say what is missing', async () => {
    const root = repository({ 'a.tf': 'a', 'b.tf': 'b' })
    const store = new MemoryStore()
    const captured = await capture(root, { cache: tempFolder() })
    const gone = `sha256:${createHash('sha256').update('b').digest('hex')}`
    expect(captured.blobs.has(gone)).toBe(true)
    const blobs = new Map([...captured.blobs].filter(([digest]) => digest !== gone))
    await storeSources(store, { ...captured, blobs })
    expect(await writeOut(store, captured.digest)).toEqual({ ok: false, missing: ['b.tf'] })
    expect(await writeOut(store, 'sha256:unknown')).toEqual({ ok: false, missing: [''] })
  })
})
