import { FileError, type FileStat } from '../../ports/files.ts'
import { explainFileError } from '../file-error-text.ts'
import type { SpecProblem } from '../spec-problem.ts'
import { contentOf, type FileContent } from './file-content.ts'
import type { FilePorts } from './file-ports.ts'
import { noFile, type FileTarget } from './file-target.ts'

/** Larger files are not read, and so cannot be replaced. */
const maxObservedBytes = 64 * 1024 * 1024

/** A file as it is. */
export interface ObservedFile {
  readonly content: FileContent
  readonly mode: number
}

/** What stands at the place (null for nothing) and whether its folder is there, or why nobody can tell. */
export type Observed =
  { readonly ok: true; readonly file: ObservedFile | null; readonly hasFolder: boolean } | { readonly ok: false; readonly problem: SpecProblem }

/** Reads what is there as a whole: size and time say too little. What cannot be read is never taken for absent. */
export async function observeFile({ files }: Pick<FilePorts, 'files'>, target: FileTarget): Promise<Observed> {
  try {
    const view = await files.view(target.realPath, { maxBytes: maxObservedBytes })
    if (view === null) return { ok: true, file: null, hasFolder: true }
    const { stat, content } = view
    if (content === null) return { ok: false, problem: noFile(target.path, stat.kind) ?? tooLarge(target, stat) }
    return { ok: true, file: { content: contentOf(content), mode: stat.mode }, hasFolder: true }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    if (error.reason === 'not-found') return { ok: true, file: null, hasFolder: false }
    return { ok: false, problem: { code: 'file-unreadable', ...explainFileError(error, target.path), path: ['path'] } }
  }
}

function tooLarge({ path }: FileTarget, { size }: FileStat): SpecProblem {
  const message = `${path} holds ${size} bytes, more than the 64 MiB that are compared`
  return { code: 'file-unreadable', message, hint: 'take the file away yourself, or choose another path', path: ['path'] }
}
