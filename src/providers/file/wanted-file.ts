import type { Value } from '../../expressions/value.ts'
import type { ResourceDeclaration } from '../../manifest/manifest.ts'
import type { ProviderContext } from '../../plan/provider.ts'
import { sourceRootOf } from '../../plan/source-tree.ts'
import type { SpecProblem } from '../spec-problem.ts'
import { loadContent, type FileContent } from './file-content.ts'
import { readFileSpec } from './file-spec.ts'
import type { FilePorts } from './file-ports.ts'
import type { FileTarget } from './file-target.ts'

/** A File as its document wants it, with everything known. */
export interface WantedFile {
  readonly target: FileTarget
  readonly content: FileContent
  readonly mode: number
  readonly sensitive: boolean
}

/** The wanted file, or all that is wrong with its spec. */
export type ResolvedWanted = { readonly ok: true; readonly wanted: WantedFile } | { readonly ok: false; readonly problems: readonly SpecProblem[] }

/** Works out where a declared file stands and what it holds. Nothing in the spec may be unknown. */
export async function resolveWanted(
  { files, targets }: FilePorts,
  desired: { readonly declaration: ResourceDeclaration; readonly spec: Value },
  { projectRoot, sources, generation }: Pick<ProviderContext, 'projectRoot' | 'sources' | 'generation'>,
): Promise<ResolvedWanted> {
  const { declaration } = desired
  const read = readFileSpec(desired.spec)
  if (!read.ok) return read
  const { path, from, mode, sensitive } = read.spec
  const found = await targets.resolve({ projectRoot, path: joinFolder(declaration.folder, path), declaredIn: declaration.at.file, generation })
  const loaded = await loadContent(files, from, { projectRoot: sourceRootOf({ projectRoot, sources }), folder: declaration.folder })
  const problems = [...(found.ok ? [] : [found.problem]), ...(loaded.ok ? [] : [loaded.problem])]
  if (!found.ok || !loaded.ok) return { ok: false, problems }
  if (loaded.content === null || mode === null) {
    return { ok: false, problems: [{ code: 'unknown-too-early', message: 'content and mode must be known by now', path: [] }] }
  }
  return { ok: true, wanted: { target: found.target, content: loaded.content, mode, sensitive } }
}

/** A path below the project's root, from the folder that says it. */
export function joinFolder(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`
}
