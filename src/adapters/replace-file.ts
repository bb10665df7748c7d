import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileCalls } from './file-calls.ts'

/** Gets the temporary file, which does not exist yet, complete and, where that matters, synced. */
export type FillFile = (temporary: string) => Promise<void>

/**
 * Puts a file in place as a whole: filled beside it, then renamed over it. A failure leaves the old file and no temporary one. A crash may leave
 * that: where its name is given, the next call replaces it.
 */
export async function replaceFile(path: string, fill: FillFile, named?: string): Promise<void> {
  // The name does not contain the file's own: that may already be as long as the file system allows.
  const temporary = named ?? join(dirname(path), `.genesis-${randomBytes(8).toString('hex')}.tmp`)
  if (named !== undefined) await fileCalls.removeFile(named)
  try {
    await fill(temporary)
    await fileCalls.rename(temporary, path)
  } catch (error) {
    await fileCalls.removeFile(temporary)
    throw error
  }
}
