import { resolve } from 'node:path'
import { digest } from '../../plan/digest.ts'
import type { Examined, ExamineRequest, ProviderContext } from '../../plan/provider.ts'
import { FileError } from '../../ports/files.ts'
import { pathWithin } from '../contained-path.ts'
import { toDiagnostic } from '../spec-problem.ts'
import type { CommandPorts } from './command-ports.ts'
import { verbs } from './command-spec.ts'
import { checkPrograms } from './find-programs.ts'
import { resolveCommand, type WantedCommand } from './resolve-command.ts'

/** Larger files are data, no scripts. */
const maxScriptBytes = 5 * 1024 * 1024

/** Says what a declared Command depends on, and whether its programs can be started. Runs none. */
export async function examineCommand(
  ports: CommandPorts,
  { declaration, spec }: ExamineRequest,
  context: Pick<ProviderContext, 'projectRoot' | 'processEnvironment'>,
): Promise<Examined> {
  const { projectRoot, processEnvironment: environment } = context
  const nothing: Examined = { diagnostics: [], owns: [], outputNames: null, readsWorld: false, sources: {} }
  const resolved = await resolveCommand(ports, { declaration, spec }, projectRoot)
  if (!resolved.ok) return { ...nothing, diagnostics: resolved.problems.map((problem) => toDiagnostic(problem, declaration)) }
  const { wanted } = resolved
  const problems = await checkPrograms(ports, wanted.programs, { projectRoot, workingDirectory: wanted.workingDirectory, environment })
  return {
    ...nothing,
    diagnostics: problems.map((problem) => toDiagnostic(problem, declaration)),
    readsWorld: wanted.programs.read !== undefined,
    sources: await scriptDigests(ports, wanted, projectRoot),
  }
}

/** The scripts of the project that the programs name: a saved plan is not applied with others. */
async function scriptDigests({ files }: CommandPorts, { programs, workingDirectory }: WantedCommand, projectRoot: string): Promise<Examined['sources']> {
  const paths = new Set(verbs.flatMap((verb) => programs[verb] ?? []).filter((part) => part.startsWith('./') || part.startsWith('../')))
  const digests: Record<string, string> = {}
  for (const path of [...paths].sort()) {
    try {
      const realPath = await files.realPath(resolve(workingDirectory.realPath, path))
      const isOurs = pathWithin(await files.realPath(projectRoot), realPath) !== null
      if (isOurs && (await files.stat(realPath))?.kind === 'file') digests[path] = digest(await files.read(realPath, { maxBytes: maxScriptBytes }))
    } catch (error) {
      // An argument need not be a file, nor one that can be read: the program will see.
      if (!(error instanceof FileError)) throw error
    }
  }
  return digests
}
