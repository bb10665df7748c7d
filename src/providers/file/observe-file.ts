import { FileError, type Files } from '../../ports/files.ts'
import { explainFileError } from '../file-error-text.ts'
import type { SpecProblem } from '../spec-problem.ts'
import { contentOf, type FileContent } from './file-content.ts'
import type { FileTarget } from './file-target.ts'

/** Larger files are not read, and so cannot be replaced. */
const maxObservedBytes = 64 * 1024 * 1024

/** A file as it is. */
export interface ObservedFile {
  readonly content: FileContent
  readonly mode: number
}

/** What stands at the place (null for nothing), or why nobody can tell. */
export type Observed = { readonly ok: true; readonly file: ObservedFile | null } | { readonly ok: false; readonly problem: SpecProblem }

/** Reads what is there as a whole: size and time say too little. What cannot be read is never taken for absent. */
export async function observeFile(files: Files, target: FileTarget): Promise<Observed> {
  if (target.stat === null) return { ok: true, file: null }
  try {
    const bytes = await files.read(target.realPath, { maxBytes: maxObservedBytes })
    return { ok: true, file: { content: contentOf(bytes), mode: target.stat.mode } }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const why = error.reason === 'too-large' ? tooLarge(target) : explainFileError(error, target.path)
    return { ok: false, problem: { code: 'file-unreadable', ...why, path: ['path'] } }
  }
}

function tooLarge(target: FileTarget): { readonly message: string; readonly hint: string } {
  return {
    message: `${target.path} holds ${target.stat?.size ?? 0} bytes, more than the 64 MiB that are compared`,
    hint: 'take the file away yourself, or choose another path',
  }
}
