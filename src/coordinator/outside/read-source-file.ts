import { join, resolve } from 'node:path'
import { FileError } from '../../ports/files.ts'
import { explainFileError } from '../../providers/file-error-text.ts'
import type { Fetched } from './fetched.ts'
import { maxValueBytes, type SourceContext } from './source-context.ts'

/**
 * Reads a file that holds a value. It may lie outside of the project, where secrets belong. Warns of one that everybody on the machine may
 * read: some mounts make them so, and a value that can be read is better than none.
 */
export async function readSourceFile(
  { path, folder }: { readonly path: string; readonly folder: string },
  { files, projectRoot, warn }: SourceContext,
): Promise<Fetched<string>> {
  const place = resolve(join(projectRoot, folder), path)
  try {
    const stat = await files.stat(place)
    if (stat !== null && stat.kind !== 'file') return { ok: false, message: `${path} is no file` }
    const bytes = await files.read(place, { maxBytes: maxValueBytes })
    if (stat !== null && (stat.mode & 0o004) !== 0) warn(`everybody on this machine may read ${path}: chmod 600 keeps it to you`)
    const text = textOf(bytes)
    return text === null ? { ok: false, message: `${path} is no UTF-8 text` } : { ok: true, value: text }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return { ok: false, ...explainFileError(error, path) }
  }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
