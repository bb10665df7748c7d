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
