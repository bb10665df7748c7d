import { expect, it } from 'vitest'
import { Pool } from '../../src/apply/pool.ts'

it('runs so many at once, in order, and goes on after a failure', async () => {
  const pool = new Pool(2)
  const started: number[] = []
  const ends: ((error?: Error) => void)[] = []
  const tasks = [0, 1, 2, 3].map((number) =>
    pool.run(() => {
      started.push(number)
      return new Promise<number>((resolve, reject) => (ends[number] = (error) => (error === undefined ? resolve(number) : reject(error))))
    }),
  )
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  await turn()
  expect(started).toEqual([0, 1])
  ends[1]!(new Error('no'))
  await expect(tasks[1]).rejects.toThrow('no')
  await turn()
  expect(started).toEqual([0, 1, 2])
  ends[0]!()
  await turn()
  ends[2]!()
  ends[3]!()
  expect(await Promise.all([tasks[0], tasks[2], tasks[3]])).toEqual([0, 2, 3])
})

it('takes an item when there is room for it, and none after a failure', async () => {
  const taken: number[] = []
  const ended: number[] = []
  function* items(): Generator<number> {
    for (let number = 0; number < 100; number++) {
      taken.push(number)
      yield number
    }
  }
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  const all = new Pool(3).each(items(), async (number) => {
    await turn()
    if (number === 4) throw new Error('four')
    await turn()
    ended.push(number)
  })
  expect(taken).toEqual([0, 1, 2])
  await expect(all).rejects.toThrow('four')
  expect(ended).toEqual([0, 1, 2, 3, 5])
  expect(taken).toEqual([0, 1, 2, 3, 4, 5])
})
