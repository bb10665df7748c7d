import { readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { describe, expect, it } from 'vitest'
import { CompiledChunks } from '../../src/adapters/compiled-chunks.ts'
import { subFolder, tempFolder } from '../rig/temp-folder.ts'

// In one process V8 would find by itself what it compiled before.
setFlagsFromString('--no-compilation-cache')

/** Chunks of which one requires the other, and what loads them. */
function world() {
  const folder = tempFolder()
  const chunks = subFolder(folder, 'chunks')
  const cache = join(folder, 'cache')
  writeFileSync(
    join(chunks, 'one.cjs'),
    "const { two } = require('./two.cjs'); exports.one = () => `one ${two()} ${require('node:path').basename(__filename)}`",
  )
  writeFileSync(join(chunks, 'two.cjs'), "exports.two = () => 'two'")
  const open = ({ build = 'first', purpose = 'plan' } = {}) => new CompiledChunks({ chunks, cache, build, purpose })
  const run = (options?: Parameters<typeof open>[0]): string => {
    const loader = open(options)
    const { one } = loader.load('one.cjs') as { readonly one: () => string }
    const said = one()
    loader.save()
    return said
  }
  return { cache, kept: join(cache, 'first/one.cjs'), open, run }
}

describe('chunks', () => {
  it('are loaded once, with those that they require, with kept code and without', () => {
    const { open, run } = world()
    expect(run()).toBe('one two one.cjs')
    expect(run()).toBe('one two one.cjs')
    const loader = open()
    expect(loader.load('one.cjs')).toBe(loader.load('one.cjs'))
  })

  it('are kept once for each purpose, for nobody else', () => {
    const { kept, run } = world()
    run()
    const first = statSync(kept)
    expect(first.mode & 0o777).toBe(0o600)
    run()
    expect(statSync(kept).ino).toBe(first.ino)
    run({ purpose: 'validate' })
    expect(statSync(kept).ino).not.toBe(first.ino)
    expect(readFileSync(kept, 'latin1')).toMatch(/^plan validate\n/)
  })

  it.each([
    ['cut short', (path: string) => truncateSync(path, 40)],
    ['empty', (path: string) => truncateSync(path, 0)],
    ['something else', (path: string) => writeFileSync(path, 'plan\nnothing of V8')],
  ])('are compiled anew where the kept code is %s', (_, damage) => {
    const { kept, run } = world()
    run()
    damage(kept)
    expect(run()).toBe('one two one.cjs')
    expect(statSync(kept).size).toBeGreaterThan(100)
  })

  it('of old builds are let go', () => {
    const { cache, run } = world()
    ;['a', 'b', 'c', 'd'].forEach((build, index) => {
      run({ build })
      utimesSync(join(cache, build), index, index)
    })
    run({ build: 'e' })
    expect(readdirSync(cache).sort()).toEqual(['c', 'd', 'e'])
  })

  it('run where nothing can be kept', () => {
    const { cache, run } = world()
    writeFileSync(cache, 'no folder')
    expect(run()).toBe('one two one.cjs')
  })
})
