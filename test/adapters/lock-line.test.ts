import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { kernelLocks } from '../../src/adapters/kernel-locks.ts'
import { startNodeScript } from '../rig/node-script.ts'
import { tempFolder } from '../rig/temp-folder.ts'

const locks = kernelLocks()

function line(path: string): readonly string[] {
  return existsSync(`${path}.line`) ? readdirSync(`${path}.line`) : []
}

describe('the line for a lock', () => {
  it('is kept in the order in which they came, and is empty when they have left', async () => {
    const path = join(tempFolder(), 'lock')
    expect(await locks.isAwaited(path)).toBe(false)
    const [one, two, three] = [await locks.joinLine(path), await locks.joinLine(path), await locks.joinLine(path)]
    expect(await Promise.all([one, two, three].map((place) => place.ahead()))).toEqual([0, 1, 2])
    await two.leave()
    expect(await Promise.all([one, three].map((place) => place.ahead()))).toEqual([0, 1])
    const four = await locks.joinLine(path)
    await one.leave()
    expect(await Promise.all([three, four].map((place) => place.ahead()))).toEqual([0, 1])
    expect(await locks.isAwaited(path)).toBe(true)
    await three.leave()
    await four.leave()
    await four.leave()
    expect(await locks.isAwaited(path)).toBe(false)
    expect(line(path)).toEqual([])
  })

  it('says nothing of the lock, and the lock nothing of it', async () => {
    const path = join(tempFolder(), 'lock')
    const held = await locks.tryAcquire(path)
    const place = await locks.joinLine(path)
    expect(await place.ahead()).toBe(0)
    await held?.release()
    const next = await locks.tryAcquire(path)
    expect(next).not.toBeNull()
    await next?.release()
    await place.leave()
  })

  it('goes on where somebody in it is killed, and not where somebody is stopped', async () => {
    const path = join(tempFolder(), 'lock')
    const first = startNodeScript(import.meta.resolve('./line-waiter.ts'), [path])
    expect(await first.nextLine()).toBe('waits')
    const second = startNodeScript(import.meta.resolve('./line-waiter.ts'), [path])
    expect(await second.nextLine()).toBe('waits')
    const place = await locks.joinLine(path)
    await second.signal('SIGKILL')
    expect(await place.ahead()).toBe(1)
    await first.signal('SIGSTOP')
    expect(await place.ahead()).toBe(1)
    await first.signal('SIGKILL')
    expect(await place.ahead()).toBe(0)
    expect(line(path)).toHaveLength(1)
    await place.leave()
  })

  it('is the same for many who come at once: everyone has a place of its own', async () => {
    const path = join(tempFolder(), 'lock')
    const places = await Promise.all(Array.from({ length: 20 }, () => locks.joinLine(path)))
    const ahead = await Promise.all(places.map((place) => place.ahead()))
    expect([...ahead].sort((one, other) => one - other)).toEqual(Array.from({ length: 20 }, (_, index) => index))
    await Promise.all(places.map((place) => place.leave()))
    expect(line(path)).toEqual([])
  })
})
