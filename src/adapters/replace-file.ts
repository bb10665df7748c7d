import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** How {@link replaceFile} gets the new content. */
export interface Replacement {
  /** Makes the temporary file, which does not exist yet, complete and, where that matters, synced. */
  readonly fill: (temporary: string) => Promise<void>
  /** Syncs the folder after the rename, so that the new name survives a crash of the machine. */
  readonly durable: boolean
}

/** Puts a file in place as a whole: filled beside it, then renamed over it. A failure leaves the old file and no temporary one. */
export async function replaceFile(path: string, { fill, durable }: Replacement): Promise<void> {
  const folder = dirname(path)
  // The name does not contain the file's own: that may already be as long as the file system allows.
  const temporary = join(folder, `.genesis-${randomBytes(8).toString('hex')}.tmp`)
  try {
    await fill(temporary)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  if (durable) await syncFolder(folder)
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
