import { resolve } from 'node:path'
import type { Examined, ExamineRequest } from '../../plan/provider.ts'
import type { ProviderContext } from '../../plan/provider.ts'
import { sourceRootOf } from '../../plan/source-tree.ts'
import { toDiagnostic, type SpecProblem } from '../spec-problem.ts'
import { contentProblem, loadContent } from './file-content.ts'
import { readFileSpec, type FileSpec } from './file-spec.ts'
import type { FilePorts } from './file-ports.ts'
import { joinFolder } from './wanted-file.ts'

const outputNames = ['path', 'digest']
const none: readonly never[] = []
const nothing = {}

/** Says what a declared File owns and reads, and what is wrong with it. */
export async function examineFile(
  ports: FilePorts,
  { declaration, spec }: ExamineRequest,
  { projectRoot, sources: copy, generation }: Pick<ProviderContext, 'projectRoot' | 'sources' | 'generation'>,
): Promise<Examined> {
  const read = readFileSpec(spec)
  const examined: Examined = { diagnostics: none, owns: none, outputNames, readsWorld: false, sources: nothing }
  const problems: SpecProblem[] = []
  if (!read.ok) return { ...examined, diagnostics: read.problems.map((problem) => toDiagnostic(problem, declaration)) }
  const path = joinFolder(declaration.folder, read.spec.path)
  const resolved = await ports.targets.resolve({ projectRoot, path, declaredIn: declaration.at.file, generation })
  const obstacle = resolved.ok ? await ports.targets.obstacle(resolved.target, generation) : resolved.problem
  if (obstacle !== null) problems.push(obstacle)
  const sourceRoot = sourceRootOf({ projectRoot, sources: copy })
  const sources = await sourcesOf(ports, read.spec, { projectRoot: sourceRoot, folder: declaration.folder }, problems)
  const diagnostics = problems.map((problem) => toDiagnostic(problem, declaration))
  if (!resolved.ok) return { ...examined, diagnostics }
  const { target } = resolved
  const owned = { key: `file:${target.realPath}`, description: `the file ${target.path}`, certainty: 'deterministic' } as const
  const { from } = read.spec
  return {
    ...examined,
    diagnostics,
    owns: [owned],
    sources,
    reads: from.kind === 'source' ? [resolve(sourceRoot, joinFolder(declaration.folder, from.source))] : none,
  }
}

async function sourcesOf(
  { files }: FilePorts,
  spec: FileSpec,
  place: Parameters<typeof loadContent>[2],
  problems: SpecProblem[],
): Promise<Examined['sources']> {
  const { from } = spec
  if (from.kind === 'content') {
    const problem = from.content === null ? null : contentProblem(Buffer.byteLength(from.content))
    if (problem !== null) problems.push(problem)
    return nothing
  }
  const loaded = await loadContent(files, from, place)
  if (!loaded.ok) problems.push(loaded.problem)
  return loaded.ok && loaded.content !== null ? { source: loaded.content.digest } : {}
}
