import { linkSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { kernelLocks } from '../../src/adapters/kernel-locks.ts'
import { startNodeScript, type NodeScript } from '../rig/node-script.ts'
import { tempFolder } from '../rig/temp-folder.ts'

function lockHolder(path: string): NodeScript {
  return startNodeScript(import.meta.resolve('./lock-holder.ts'), [path])
}

async function isFree(path: string): Promise<boolean> {
  const held = await kernelLocks().tryAcquire(path)
  await held?.release()
  return held !== null
}

describe('kernel locks', () => {
  it('are held once, released, and held again, and leave one private file', async () => {
    const folder = tempFolder()
    const path = join(folder, 'lock')
    const locks = kernelLocks()
    const held = await locks.tryAcquire(path)
    expect(held).not.toBeNull()
    expect(await locks.tryAcquire(path)).toBeNull()
    expect(await kernelLocks().tryAcquire(path)).toBeNull()
    await held?.release()
    await held?.release()
    expect(await isFree(path)).toBe(true)
    expect(readdirSync(folder)).toEqual(['lock'])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(path).size).toBe(0)
  })

  it('are taken under any other name of the file', async () => {
    const folder = tempFolder()
    const path = join(folder, 'lock')
    const held = await kernelLocks().tryAcquire(path)
    symlinkSync('lock', join(folder, 'symlink'))
    linkSync(path, join(folder, 'hard-link'))
    expect(await isFree(join(folder, 'symlink'))).toBe(false)
    expect(await isFree(join(folder, 'hard-link'))).toBe(false)
    await held?.release()
  })

  it('stay held for another process after an attempt in this one failed', async () => {
    const path = join(tempFolder(), 'lock')
    const held = await kernelLocks().tryAcquire(path)
    expect(await isFree(path)).toBe(false)
    expect(await lockHolder(path).nextLine()).toBe('taken')
    await held?.release()
  })

  it('do not depend on each other', async () => {
    const folder = tempFolder()
    const one = await kernelLocks().tryAcquire(join(folder, 'one'))
    expect(await isFree(join(folder, 'two'))).toBe(true)
    await one?.release()
  })

  it('are kept while their holder is stopped, and free when it is killed', async () => {
    const path = join(tempFolder(), 'lock')
    const holder = lockHolder(path)
    expect(await holder.nextLine()).toBe('held')
    expect(await isFree(path)).toBe(false)
    await holder.signal('SIGSTOP')
    while (!readFileSync(`/proc/${holder.pid}/stat`, 'latin1').includes(') T ')) await nextTurn()
    expect(await isFree(path)).toBe(false)
    await holder.signal('SIGKILL')
    expect(await isFree(path)).toBe(true)
  })

  it.each([
    { name: 'a missing folder', path: (folder: string) => join(folder, 'missing', 'lock'), reason: 'not-found' },
    { name: 'a folder', path: (folder: string) => folder, reason: 'io' },
  ])('fail on $name', async ({ path, reason }) => {
    await expect(kernelLocks().tryAcquire(path(tempFolder()))).rejects.toMatchObject({ name: 'FileError', reason })
  })

  it('fail on a file that is no lock, and leave it as it is', async () => {
    const path = join(tempFolder(), 'notes')
    writeFileSync(path, 'some notes that are no database\n'.repeat(40))
    await expect(kernelLocks().tryAcquire(path)).rejects.toMatchObject({ name: 'FileError', reason: 'io', path })
    expect(readFileSync(path, 'utf8')).toContain('some notes')
  })
})
