import { readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeFiles } from '../../src/adapters/node-files.ts'
import type { Json } from '../../src/events/json.ts'
import { cachedReader } from '../../src/manifest/file-reader.ts'
import { loadManifest } from '../../src/manifest/load-manifest.ts'
import { ParseCache } from '../../src/manifest/parse-cache.ts'
import { ParseCacheFolder } from '../../src/manifest/parse-cache-folder.ts'
import { readYaml } from '../../src/manifest/read-yaml.ts'
import { tempFolder } from '../rig/temp-folder.ts'
import { projectFile } from './small-project.ts'

const file = (text: string) => ({ path: 'a.yaml', text })
const parsed = (text: string) => readYaml(file(text), () => undefined).documents

/** The text of a cache that has been told of these files. */
function kept(texts: readonly string[], before = ''): string {
  const cache = new ParseCache(before, '1')
  for (const text of texts) if (cache.get(text) === null) cache.put(text, parsed(text))
  const { changes } = cache
  if (changes.kind === 'none') return before
  return changes.kind === 'append' ? before + changes.text : changes.text
}

async function documentsOf(text: string, cacheText: string) {
  const only = file(text)
  const read = await cachedReader([only], new ParseCache(cacheText, '1'))
  return read(only, () => expect.unreachable()).documents
}

const sample = `a: &x { b: [one, "two\\n"], "10": c, "2": d, __proto__: e }
f: *x
g: |
  block \${x}
h:
---
- 1.5
- 'it''s'
`

function paths(value: Json, above: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [above, [...above, 'no']]
  const children = Object.entries(value).map(([key, child]) => [Array.isArray(value) ? Number(key) : key, child] as const)
  return [above, ...children.flatMap(([key, child]) => paths(child, [...above, key]))]
}

describe('ParseCache', () => {
  it('gives back the same values and places', async () => {
    const again = await documentsOf(sample, kept([sample]))
    const first = parsed(sample)
    expect(JSON.stringify(again.map(({ value }) => value))).toBe(JSON.stringify(first.map(({ value }) => value)))
    first.forEach((document, index) => {
      for (const path of paths(document.value)) {
        expect(again[index]?.locate(path)).toEqual(document.locate(path))
        expect(again[index]?.locate(path, [1, 2])).toEqual(document.locate(path, [1, 2]))
        expect(again[index]?.locateKey(path)).toEqual(document.locateKey(path))
        expect(again[index]?.writtenAt(path)).toEqual(document.writtenAt(path))
      }
    })
  })

  it('knows nothing of other texts, nor of what another version wrote', () => {
    const text = kept([sample])
    expect(new ParseCache(text, '1').get(sample)).not.toBeNull()
    expect(new ParseCache(text, '1').get(`${sample} `)).toBeNull()
    expect(new ParseCache(text, '2').get(sample)).toBeNull()
  })

  it('never gives anything else than what was put in, however it is damaged', () => {
    const whole = kept([sample, 'a: 1\n'])
    const truth = JSON.stringify(new ParseCache(whole, '1').get(sample))
    const damage = fc.oneof(
      fc
        .tuple(fc.nat(whole.length - 1), fc.string({ unit: 'binary', maxLength: 3 }))
        .map(([at, put]) => whole.slice(0, at) + put + whole.slice(at + put.length)),
      fc.nat(whole.length).map((end) => whole.slice(0, end)),
      fc.nat(whole.length).map((start) => whole.slice(start)),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(damage, (text) => {
        const found = new ParseCache(text, '1').get(sample)
        if (found !== null) expect(JSON.stringify(found)).toBe(truth)
      }),
      { numRuns: 500 },
    )
  })

  it('adds to what is there, also behind a line that was cut short', () => {
    const cut = kept(['a: 1\n', 'b: 2\n']).slice(0, -5)
    const text = kept(['a: 1\n', 'b: 2\n', 'c: 3\n'], cut)
    expect(text.startsWith(cut)).toBe(true)
    const cache = new ParseCache(text, '1')
    expect(['a: 1\n', 'b: 2\n', 'c: 3\n'].map((each) => cache.get(each)?.map(({ value }) => value))).toEqual([[{ a: 1 }], [{ b: 2 }], [{ c: 3 }]])
  })

  it('writes nothing when it learned nothing', () => {
    const cache = new ParseCache(kept([sample]), '1')
    cache.get(sample)
    expect(cache.changes).toEqual({ kind: 'none' })
  })

  it('leaves out what is no longer of use once that is most of it', () => {
    const many = Array.from({ length: 20 }, (_, index) => `a: ${index}\n`)
    const text = kept([many[0] ?? '', 'new: 1\n'], kept(many))
    expect(text.split('\n').filter((line) => line !== '')).toHaveLength(3)
    expect(new ParseCache(text, '1').get('a: 0\n')).not.toBeNull()
    expect(new ParseCache(text, '1').get('a: 1\n')).toBeNull()
  })
})

describe('cachedReader', () => {
  it('keeps no file of which something was said, so that it is said again', async () => {
    const cache = new ParseCache('', '1')
    for (const text of ['version: 1.30\n', 'a: [\n', 'a: 1\na: 2\n']) {
      const said: string[] = []
      const only = file(text)
      const read = await cachedReader([only], cache)
      read(only, ({ code }) => said.push(code))
      expect(said).toHaveLength(1)
    }
    expect(cache.changes).toEqual({ kind: 'none' })
  })

  it('makes no difference to what is loaded', async () => {
    const text = 'apiVersion: genesis/v1\nkind: File\nmetadata: { name: app }\nspec: { path: a, content: "${resource.name}", colour: red }\n'
    const files = [projectFile, { path: 'system/app.yaml', text }]
    const cold = kept([projectFile.text, text])
    const read = await cachedReader(files, new ParseCache(cold, '1'))
    const told = (reader: typeof read) => {
      const diagnostics: unknown[] = []
      const { manifest } = loadManifest({ files, read: reader, report: (diagnostic) => diagnostics.push(diagnostic) })
      return [diagnostics, manifest?.environments.get('dev')?.at, [...(manifest?.unread.resources ?? [])]]
    }
    expect(told(read)).toEqual(told(readYaml))
  })
})

describe('ParseCacheFolder', () => {
  const open = (folder: string, version = '1') => new ParseCacheFolder({ files: nodeFiles(), folder, version })

  async function learn(folder: string, text: string, root = '/project'): Promise<void> {
    const cache = open(folder)
    const only = file(text)
    const read = await cache.reader(root, [only])
    read(only, () => undefined)
    await cache.save()
  }

  it('keeps a private file for each project', async () => {
    const folder = join(tempFolder(), 'cache/parsed')
    await learn(folder, sample)
    await learn(folder, 'a: 1\n')
    await learn(folder, sample, '/other')
    const names = readdirSync(folder)
    expect(names).toHaveLength(2)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(names.map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600, 0o600])
    const both = names.map((name) => readFileSync(join(folder, name), 'utf8')).find((text) => text.split('\n').length === 4)
    expect(new ParseCache(both ?? '', '1').get(sample)).not.toBeNull()
  })

  it('is passed over where it cannot be read or written', async () => {
    const blocked = join(tempFolder(), 'parsed')
    writeFileSync(blocked, 'no folder')
    await learn(blocked, sample)
    expect(readFileSync(blocked, 'utf8')).toBe('no folder')
  })

  it('makes room by taking away the oldest', async () => {
    const folder = join(tempFolder(), 'parsed')
    await learn(folder, sample, '/old')
    await learn(folder, sample, '/older')
    const [first = '', second = ''] = readdirSync(folder)
    for (const [name, age] of [
      [first, 1000],
      [second, 2000],
    ] as const) {
      truncateSync(join(folder, name), 260 * 1024 * 1024)
      utimesSync(join(folder, name), age, age)
    }
    await learn(folder, sample, '/new')
    expect(readdirSync(folder)).not.toContain(first)
    expect(readdirSync(folder)).toContain(second)
    expect(readdirSync(folder)).toHaveLength(2)
  })
})
