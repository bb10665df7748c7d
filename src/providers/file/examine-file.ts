import type { Examined, ExamineRequest } from '../../plan/provider.ts'
import type { Files } from '../../ports/files.ts'
import { toDiagnostic, type SpecProblem } from '../spec-problem.ts'
import { loadContent } from './file-content.ts'
import { readFileSpec, type FileSpec } from './file-spec.ts'
import { resolveTarget } from './file-target.ts'
import { joinFolder } from './wanted-file.ts'

/** Says what a declared File owns and reads, and what is wrong with it. */
export async function examineFile(files: Files, { declaration, spec }: ExamineRequest, context: { readonly projectRoot: string }): Promise<Examined> {
  const { projectRoot } = context
  const read = readFileSpec(spec)
  const examined: Examined = { diagnostics: [], owns: [], outputNames: ['path', 'digest'], readsWorld: false, sources: {} }
  const problems: SpecProblem[] = []
  if (!read.ok) return { ...examined, diagnostics: read.problems.map((problem) => toDiagnostic(problem, declaration)) }
  const path = joinFolder(declaration.folder, read.spec.path)
  const resolved = await resolveTarget(files, { projectRoot, path, declaredIn: declaration.at.file })
  if (!resolved.ok) problems.push(resolved.problem)
  const sources = await sourcesOf(files, read.spec, { projectRoot, folder: declaration.folder }, problems)
  const diagnostics = problems.map((problem) => toDiagnostic(problem, declaration))
  if (!resolved.ok) return { ...examined, diagnostics }
  const { target } = resolved
  const owned = { key: `file:${target.realPath}`, description: `the file ${target.path}`, certainty: 'deterministic' } as const
  return { ...examined, diagnostics, owns: [owned], sources }
}

async function sourcesOf(files: Files, spec: FileSpec, place: Parameters<typeof loadContent>[2], problems: SpecProblem[]): Promise<Examined['sources']> {
  const loaded = await loadContent(files, spec.from, place)
  if (!loaded.ok) problems.push(loaded.problem)
  return loaded.ok && loaded.content !== null && spec.from.kind === 'source' ? { source: loaded.content.digest } : {}
}
