import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { knownBugs } from './known-bugs.ts'
import { plant } from './plant.ts'

const root = join(import.meta.dirname, '../..')

describe('the drill of known bugs', () => {
  it.each(knownBugs)('can still plant "$name"', (bug) => {
    const source = readFileSync(join(root, bug.file), 'utf8')
    expect(plant(source, bug)).not.toBe(source)
    expect(bug.tests.filter((test) => !existsSync(join(root, test)))).toEqual([])
  })

  it('says which bug cannot be planted any more', () => {
    const bug = { name: 'it is forgotten', file: 'a.ts', text: 'remember()', bug: '' }
    expect(() => plant('forget()', bug)).toThrow('"it is forgotten" cannot be planted: its text stands 0 times in a.ts')
    expect(() => plant('remember(); remember()', bug)).toThrow('2 times')
  })
})
