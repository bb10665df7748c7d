import { digest } from '../../plan/digest.ts'
import { FileError, type Files } from '../../ports/files.ts'
import { resolveContained } from '../contained-path.ts'
import { explainFileError } from '../file-error-text.ts'
import type { SpecProblem } from '../spec-problem.ts'
import type { FileSpec } from './file-spec.ts'

/** The largest content a File may have, in bytes. */
export const maxContentBytes = 5 * 1024 * 1024

/** Larger content, or content that is no text, is shown by its digest alone. */
const maxShownBytes = 256 * 1024

/** Bytes with their digest. */
export interface FileContent {
  readonly bytes: Uint8Array
  readonly digest: string
}

/** The content a File should have, or why it cannot be had. Null when it is not known yet. */
export type LoadedContent = { readonly ok: true; readonly content: FileContent | null } | { readonly ok: false; readonly problem: SpecProblem }

/** The folder a relative `source` starts from, below the project's root. */
export interface SourcePlace {
  readonly projectRoot: string
  readonly folder: string
}

/** Gives the content that a spec asks for; a source must be a file inside the project. */
export async function loadContent(files: Files, from: FileSpec['from'], place: SourcePlace): Promise<LoadedContent> {
  if (from.kind === 'source') return loadSource(files, from.source, place)
  if (from.content === null) return { ok: true, content: null }
  const bytes = new TextEncoder().encode(from.content)
  const problem = contentProblem(bytes.length)
  return problem === null ? { ok: true, content: contentOf(bytes) } : { ok: false, problem }
}

/** What is wrong with a content of so many bytes; null for nothing. */
export function contentProblem(size: number): SpecProblem | null {
  return size > maxContentBytes ? tooLarge('content', `content has ${size} bytes`) : null
}

async function loadSource(files: Files, source: string, place: SourcePlace): Promise<LoadedContent> {
  const path = ['source']
  try {
    const found = await resolveContained(files, { ...place, path: source })
    if (found === null) {
      const hint = 'copy the file into the project'
      return { ok: false, problem: { code: 'path-outside-project', message: `${source} leads out of the project`, hint, path } }
    }
    return { ok: true, content: contentOf(await files.read(found.realPath, { maxBytes: maxContentBytes })) }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    if (error.reason === 'too-large') return { ok: false, problem: tooLarge('source', source) }
    return { ok: false, problem: { code: 'file-unreadable', ...explainFileError(error, source), path } }
  }
}

function tooLarge(field: 'content' | 'source', what: string): SpecProblem {
  return { code: 'input-too-large', message: `${what}: a File holds at most 5 MiB`, path: [field] }
}

/** Bytes with their digest. */
export function contentOf(bytes: Uint8Array): FileContent {
  return { bytes, digest: digest(bytes) }
}

/** The content as a plan shows it; null when it is too large or no text. */
export function shownText({ bytes }: FileContent): string | null {
  if (bytes.length > maxShownBytes || bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
