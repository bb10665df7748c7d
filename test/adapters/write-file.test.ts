import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fileCalls } from '../../src/adapters/file-calls.ts'
import { nodeFiles } from '../../src/adapters/node-files.ts'
import { tempFolder } from '../rig/temp-folder.ts'

afterEach(() => vi.restoreAllMocks())

/** What was asked of the disk while a file was written, in order. */
async function callsOf(options: { readonly durable: boolean; readonly bytes: number }): Promise<readonly string[]> {
  const path = join(tempFolder(), 'file')
  const calls: string[] = []
  const names = new Map<number, string>()
  const { open, sync } = fileCalls
  vi.spyOn(fileCalls, 'open').mockImplementation(async (opened, flags, mode) => {
    const descriptor = await open(opened, flags, mode)
    names.set(descriptor, flags === 'r' ? 'folder' : 'file')
    return descriptor
  })
  vi.spyOn(fileCalls, 'sync').mockImplementation((descriptor) => {
    calls.push(`sync the ${names.get(descriptor) ?? 'unknown'}`)
    return sync(descriptor)
  })
  await nodeFiles().write(path, 'x'.repeat(options.bytes), { mode: 0o600, durable: options.durable })
  return calls
}

describe('a file that is written', () => {
  it.each([0, 5, 200_000])('is on the disk with its name when that was asked for: %d bytes', async (bytes) => {
    expect(await callsOf({ durable: true, bytes })).toEqual(['sync the file', 'sync the folder'])
  })

  it('waits for no disk otherwise', async () => {
    expect(await callsOf({ durable: false, bytes: 5 })).toEqual([])
  })
})
