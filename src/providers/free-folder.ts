import type { Failure } from '../events/outcome.ts'
import { FileError, type Files } from '../ports/files.ts'
import { fileFailure } from './file-error-text.ts'

/** Makes a private folder for one start of a program: `wanted`, or the first of `wanted-2`, `wanted-3` and so on that is free. A folder serves for one start alone. */
export async function freeFolder(files: Files, wanted: string): Promise<string | Failure> {
  try {
    for (let number = 1; ; number++) {
      const folder = number === 1 ? wanted : `${wanted}-${number}`
      if ((await files.stat(folder)) !== null) continue
      await files.makeDirectory(folder, { mode: 0o700 })
      return folder
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return fileFailure(error, 'the private folder of the step')
  }
}
