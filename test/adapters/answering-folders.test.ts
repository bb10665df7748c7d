import { describe, expect, it } from 'vitest'
import { AnsweringFolders } from '../../src/adapters/answering-folders.ts'

function world() {
  const clock = { nowMs: 0 }
  const folders = new AnsweringFolders(() => clock.nowMs)
  const open = async (path: string, { fails = false } = {}): Promise<string> => {
    const said = { way: '' }
    const answer = (way: string): number => {
      said.way = way
      if (fails) throw new Error('nothing is there')
      return 3
    }
    const opened = folders.open(path, { atOnce: () => answer('at once'), later: async () => Promise.resolve(answer('later')) })
    if (fails) await expect(opened).rejects.toThrow('nothing is there')
    else expect(await opened).toBe(3)
    return said.way
  }
  return { clock, open }
}

describe('a folder', () => {
  it('is trusted for a while after each answer, a failure included', async () => {
    const { clock, open } = world()
    expect(await open('/a/one')).toBe('later')
    clock.nowMs = 49
    expect(await open('/a/two', { fails: true })).toBe('at once')
    clock.nowMs = 98
    expect(await open('/a/three')).toBe('at once')
    clock.nowMs = 148
    expect(await open('/a/four', { fails: true })).toBe('later')
    expect(await open('/a/five')).toBe('at once')
  })

  it('is asked once by many at a time', async () => {
    const { open } = world()
    expect(await Promise.all([open('/a/one', { fails: true }), open('/a/two'), open('/a/three')])).toEqual(['later', 'at once', 'at once'])
  })

  it('says nothing of another one', async () => {
    const { open } = world()
    await open('/a/one')
    expect(await open('/a/b/one')).toBe('later')
    expect(await open('/b/one')).toBe('later')
  })
})
