import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeFiles } from '../../../../src/adapters/node-files.ts'
import type { Files } from '../../../../src/ports/files.ts'
import { scanSources } from '../../../../src/sources/source-scan.ts'
import { syncTree } from '../../../../src/providers/terraform-stack/snapshot/sync-tree.ts'
import { tempFolder } from '../../../rig/temp-folder.ts'

/** Long before any test. */
const longAgo = 1_000_000_000

class Bench {
  readonly base = tempFolder()
  readonly root = join(this.base, 'repository')
  readonly folder = join(this.base, 'snapshot')
  /** What was asked of the file system, and about which file. */
  readonly calls: string[] = []
  readonly files: Files = counting(nodeFiles(), this.calls)
  needed: readonly string[] = []

  constructor(tree: Readonly<Record<string, string>>) {
    mkdirSync(this.folder)
    mkdirSync(this.root)
    this.write(tree)
  }

  /** Files as old as the hills, so that their times are to be trusted. */
  write(tree: Readonly<Record<string, string>>, modified = longAgo): void {
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true })
      writeFileSync(join(this.root, path), text)
      utimesSync(join(this.root, path), modified, modified)
    }
  }

  async sync(): Promise<string> {
    const layout = { root: this.root, project: '', hasGit: false }
    const git = { repository: () => Promise.resolve(null), root: () => Promise.resolve(null), files: () => Promise.resolve([]) }
    const scan = await scanSources({ files: nodeFiles(), git, clock: { now: () => Date.now() }, cacheFolder: join(this.base, 'cache') }, layout)
    this.calls.length = 0
    return syncTree({ files: this.files, scan, folder: this.folder, isLeftOut: (path) => path.endsWith('.tfstate'), needed: this.needed })
  }

  /** Every file of the snapshot with its content; links by where they lead. */
  tree(): Readonly<Record<string, string>> {
    const top = join(this.folder, 'tree')
    const entries = readdirSync(top, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory())
    return Object.fromEntries(
      entries
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
        .map((path) => [path.slice(top.length + 1), readdirLink(path) ?? readFileSync(path, 'utf8')]),
    )
  }
}

function readdirLink(path: string): string | null {
  try {
    return `-> ${readlinkSync(path)}`
  } catch {
    return null
  }
}

function counting(files: Files, calls: string[]): Files {
  return new Proxy(files, {
    get(target, name: keyof Files) {
      return (...given: [string, ...unknown[]]) => {
        calls.push(`${name} ${given[0]}`)
        return (target[name] as (...all: unknown[]) => unknown)(...given)
      }
    },
  })
}

describe('a snapshot of a repository', () => {
  it('holds its files in their layout, private, executable where they were', async () => {
    const bench = new Bench({ 'a/main.tf': 'a', 'shared/x.json': 'x', 'run.sh': 's', 'a/terraform.tfstate': 'state' })
    chmodSync(join(bench.root, 'run.sh'), 0o755)
    await bench.sync()
    expect(bench.tree()).toEqual({ 'a/main.tf': 'a', 'shared/x.json': 'x', 'run.sh': 's' })
    const mode = (path: string): number => statSync(join(bench.folder, 'tree', path)).mode & 0o777
    expect([mode('a'), mode('a/main.tf'), mode('run.sh')]).toEqual([0o700, 0o600, 0o700])
  })

  it('reads only its head when nothing changed', async () => {
    const bench = new Bench({ 'a/main.tf': 'a', 'b.tf': 'b' })
    const first = await bench.sync()
    expect(await bench.sync()).toBe(first)
    expect(bench.calls).toEqual([`readText ${bench.folder}/head.json`])
  })

  it('reads and writes only what changed', async () => {
    const bench = new Bench({ 'a/main.tf': 'a', 'b.tf': 'b', 'gone/c.tf': 'c' })
    const first = await bench.sync()
    bench.write({ 'b.tf': 'B', 'new/d.tf': 'd' }, longAgo + 1)
    rmSync(join(bench.root, 'gone'), { recursive: true })
    expect(await bench.sync()).not.toBe(first)
    expect(bench.tree()).toEqual({ 'a/main.tf': 'a', 'b.tf': 'B', 'new/d.tf': 'd' })
    expect(existsSync(join(bench.folder, 'tree/gone'))).toBe(false)
    expect(bench.calls.filter((call) => call.includes('a/main.tf'))).toEqual([])
  })

  it('writes nothing when only times changed, and has one digest for one content', async () => {
    const bench = new Bench({ 'a.tf': 'a' })
    const first = await bench.sync()
    bench.write({ 'a.tf': 'a' }, longAgo + 5)
    expect(await bench.sync()).toBe(first)
    expect(bench.calls.filter((call) => call.startsWith('write') && call.includes('/tree/'))).toEqual([])
  })

  it('sees a change that left size and time as they were, as long as the file is young', async () => {
    const bench = new Bench({})
    const now = Math.floor(Date.now() / 1000)
    bench.write({ 'a.tf': 'one' }, now)
    await bench.sync()
    bench.write({ 'a.tf': 'two' }, now)
    await bench.sync()
    expect(bench.tree()).toEqual({ 'a.tf': 'two' })
  })

  it('leaves what Terraform wrote there', async () => {
    const bench = new Bench({ 'a/main.tf': 'a' })
    await bench.sync()
    writeFileSync(join(bench.folder, 'tree/a/build.zip'), 'zip')
    bench.write({ 'a/main.tf': 'A' }, longAgo + 1)
    await bench.sync()
    expect(bench.tree()).toEqual({ 'a/main.tf': 'A', 'a/build.zip': 'zip' })
  })

  it('trusts nothing after a synchronisation that did not end', async () => {
    const bench = new Bench({ 'a.tf': 'a', 'b.tf': 'b' })
    await bench.sync()
    rmSync(join(bench.folder, 'head.json'))
    writeFileSync(join(bench.folder, 'tree/a.tf'), 'half')
    writeFileSync(join(bench.folder, 'tree/left.tf'), 'over')
    await bench.sync()
    expect(bench.tree()).toEqual({ 'a.tf': 'a', 'b.tf': 'b' })
  })

  it.each(['{', '[]', '{"version":1,"entries":{"a.tf":{"kind":"file"}}}'])('survives an index of %j', async (text) => {
    const bench = new Bench({ 'a.tf': 'a' })
    await bench.sync()
    writeFileSync(join(bench.folder, 'index.json'), text)
    bench.write({ 'a.tf': 'A' }, longAgo + 1)
    await bench.sync()
    expect(bench.tree()).toEqual({ 'a.tf': 'A' })
  })

  it('puts a file in the place of a folder, a folder in that of a file, and a link in that of both', async () => {
    const bench = new Bench({ 'a/x': '1', b: '2', 'c/y': '3', target: 't' })
    await bench.sync()
    for (const path of ['a', 'b', 'c']) rmSync(join(bench.root, path), { recursive: true })
    bench.write({ a: '4', 'b/z': '5' })
    symlinkSync('target', join(bench.root, 'c'))
    await bench.sync()
    expect(bench.tree()).toEqual({ a: '4', 'b/z': '5', c: '-> target', target: 't' })
    rmSync(join(bench.root, 'c'))
    bench.write({ 'c/y': '6' })
    await bench.sync()
    expect(bench.tree()).toMatchObject({ 'c/y': '6', target: 't' })
  })

  it('copies symlinks that stay inside, leading to the same place in the snapshot', async () => {
    const bench = new Bench({ 'shared/p.tf': 'p' })
    mkdirSync(join(bench.root, 'a'))
    symlinkSync('../shared/p.tf', join(bench.root, 'a/relative.tf'))
    symlinkSync(join(bench.root, 'shared/p.tf'), join(bench.root, 'a/absolute.tf'))
    symlinkSync('nowhere', join(bench.root, 'a/dangling'))
    await bench.sync()
    expect(bench.tree()).toEqual({ 'shared/p.tf': 'p', 'a/relative.tf': '-> ../shared/p.tf', 'a/absolute.tf': '-> ../shared/p.tf', 'a/dangling': '-> nowhere' })
  })

  it('leaves out symlinks that lead out, and refuses them where the stack needs them', async () => {
    const bench = new Bench({ 'a/main.tf': 'a' })
    symlinkSync('/etc/hostname', join(bench.root, 'out'))
    symlinkSync('..', join(bench.root, 'inner'))
    symlinkSync('inner/x', join(bench.root, 'through'))
    await bench.sync()
    expect(bench.tree()).toEqual({ 'a/main.tf': 'a' })
    bench.needed = ['a']
    symlinkSync('../../outside.tf', join(bench.root, 'a/out.tf'))
    await expect(bench.sync()).rejects.toThrow('the symlink a/out.tf leads out of the repository, to ../../outside.tf')
  })
})
