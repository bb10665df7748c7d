import { randomBytes } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Gets the temporary file, which does not exist yet, complete and, where that matters, synced. */
export type FillFile = (temporary: string) => Promise<void>

/** Puts a file in place as a whole: filled beside it, then renamed over it. A failure leaves the old file and no temporary one. */
export async function replaceFile(path: string, fill: FillFile): Promise<void> {
  // The name does not contain the file's own: that may already be as long as the file system allows.
  const temporary = join(dirname(path), `.genesis-${randomBytes(8).toString('hex')}.tmp`)
  try {
    await fill(temporary)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
