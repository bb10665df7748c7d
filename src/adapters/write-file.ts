import { closeSync, fchmodSync, writeSync } from 'node:fs'
import { fileCalls } from './file-calls.ts'

/** What of this size goes to the page cache is written at once: the way to the thread pool and back takes longer. */
const smallBytes = 64 * 1024

/** Makes a file that is not there yet, with exactly that mode and complete; synced when `durable`. */
export async function writeNewFile(path: string, data: string | Uint8Array, { mode, durable }: { mode: number; durable: boolean }): Promise<void> {
  const descriptor = await fileCalls.open(path, 'wx', mode)
  try {
    fchmodSync(descriptor, mode)
    await writeAll(descriptor, typeof data === 'string' ? Buffer.from(data) : data)
    if (durable) await fileCalls.sync(descriptor)
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
  // Some file systems tell only now that there was no room.
  await fileCalls.close(descriptor)
}

async function writeAll(descriptor: number, data: Uint8Array): Promise<void> {
  for (let start = 0; start < data.length;) {
    const rest = data.subarray(start)
    start += data.length <= smallBytes ? writeSync(descriptor, rest) : await fileCalls.write(descriptor, rest)
  }
}
