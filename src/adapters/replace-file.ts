import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileCalls } from './file-calls.ts'
import { errorCode } from './file-error.ts'

/** Makes the temporary file, complete and, where that matters, synced. Fails with EEXIST where something has that name. */
export type FillFile = (temporary: string) => Promise<void>

/**
 * Puts a file in place as a whole: filled beside it, then renamed over it. A failure leaves the old file and no temporary one. A crash may leave
 * that: where its name is given, the next call replaces it.
 */
export async function replaceFile(path: string, fill: FillFile, named?: string): Promise<void> {
  // The name does not contain the file's own: that may already be as long as the file system allows.
  const temporary = named ?? join(dirname(path), `.genesis-${randomBytes(8).toString('hex')}.tmp`)
  try {
    await (named === undefined ? fill(temporary) : fillAgain(temporary, fill))
    await fileCalls.rename(temporary, path)
  } catch (error) {
    await fileCalls.removeFile(temporary)
    throw error
  }
}

/** Nearly always nothing has that name: it is not asked for beforehand. */
async function fillAgain(temporary: string, fill: FillFile): Promise<void> {
  try {
    await fill(temporary)
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    await fileCalls.removeFile(temporary)
    await fill(temporary)
  }
}
