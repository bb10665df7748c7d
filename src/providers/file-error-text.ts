import type { Failure } from '../events/outcome.ts'
import type { FileError, FileErrorReason } from '../ports/files.ts'

const explanations: Readonly<Record<FileErrorReason, { readonly words: string; readonly hint?: string }>> = {
  'not-found': { words: 'it does not exist' },
  exists: { words: 'something is there already' },
  'not-a-directory': { words: 'a part of its path is a file, not a folder', hint: 'move that file away, or choose another path' },
  'is-a-directory': { words: 'it is a folder', hint: 'choose another path' },
  permission: { words: 'permission denied', hint: 'give the user that runs Genesis the right to read and write there' },
  'read-only': { words: 'the file system is read-only', hint: 'choose a path on a file system that can be written' },
  'no-space': { words: 'no space is left on the device', hint: 'free some space, then apply again' },
  'too-large': { words: 'it is too large' },
  loop: { words: 'its symlinks lead in a circle', hint: 'mend the symlinks' },
  'not-empty': { words: 'the folder is not empty' },
  io: { words: 'the device reported an error', hint: 'look at the disk, then try again' },
}

/** What happened to `path` (as people know it) in words, and what to do about it. */
export function explainFileError(error: FileError, path: string): { readonly message: string; readonly hint?: string } {
  const { words, hint } = explanations[error.reason]
  return { message: `${path}: ${words}`, ...(hint === undefined ? {} : { hint }) }
}

/** The error as the failure of a step. */
export function fileFailure(error: FileError, path: string): Failure {
  return { reason: 'file-system', ...explainFileError(error, path), transient: false, indeterminate: false }
}
