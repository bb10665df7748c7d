import { expect, it } from 'vitest'
import { FolderSyncs } from '../../src/adapters/folder-syncs.ts'
import { tempFolder } from '../rig/temp-folder.ts'

/** Syncs that end when they are told to. */
function handSyncs(): { syncs: FolderSyncs; started: string[]; end: (index: number, error?: Error) => Promise<void> } {
  const started: string[] = []
  const ends: ((error?: Error) => void)[] = []
  const syncs = new FolderSyncs((folder) => {
    started.push(folder)
    return new Promise((resolve, reject) => ends.push((error) => (error === undefined ? resolve() : reject(error))))
  })
  const end = async (index: number, error?: Error): Promise<void> => {
    ends[index]!(error)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { syncs, started, end }
}

it('never shares a sync that began before it was asked for', async () => {
  const { syncs, started, end } = handSyncs()
  const settled: string[] = []
  const ask = (name: string, folder = '/a') => void syncs.sync(folder).then(() => settled.push(name))
  ask('first')
  ask('second')
  ask('third')
  ask('elsewhere', '/b')
  expect(started).toEqual(['/a', '/b'])
  await end(0)
  expect([settled, started]).toEqual([['first'], ['/a', '/b', '/a']])
  ask('late')
  await end(2)
  expect([settled, started]).toEqual([
    ['first', 'second', 'third'],
    ['/a', '/b', '/a', '/a'],
  ])
  await end(3)
  await end(1)
  expect(settled).toEqual(['first', 'second', 'third', 'late', 'elsewhere'])
})

it('fails those who shared a sync, and nobody else', async () => {
  const { syncs, end } = handSyncs()
  const [first, second] = [syncs.sync('/a'), syncs.sync('/a')]
  const failed = expect(first).rejects.toThrow('io')
  await end(0, new Error('io'))
  await failed
  await end(1)
  await expect(second).resolves.toBeUndefined()
})

it('syncs real folders, and says where there is none', async () => {
  const folder = tempFolder()
  const syncs = new FolderSyncs()
  await Promise.all([syncs.sync(folder), syncs.sync(folder), syncs.sync(folder)])
  await expect(syncs.sync(`${folder}/no`)).rejects.toThrow('ENOENT')
})
