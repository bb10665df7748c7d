import { FileError, type Files } from '../ports/files.ts'

const texts = new Set(['stdin', 'stdout', 'stderr'])
/** The folder of a step, and those of its programs. */
const deepest = 2

/**
 * Takes away what was said to and by the programs of a step that has ended: it may hold secrets, and the log has it without them. How they
 * ended stays. What cannot be taken away stays as private as it is.
 */
export async function removeOutput(files: Pick<Files, 'list' | 'remove'>, folder: string, depth = 1): Promise<void> {
  try {
    for (const { name, kind } of await files.list(folder)) {
      if (kind === 'file' && texts.has(name)) await files.remove(`${folder}/${name}`)
      else if (kind === 'directory' && depth < deepest) await removeOutput(files, `${folder}/${name}`, depth + 1)
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
  }
}
