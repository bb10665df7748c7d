import type { Examined, ExamineRequest, ProviderContext } from '../../plan/provider.ts'
import { scriptDigests } from '../script-digests.ts'
import { toDiagnostic } from '../spec-problem.ts'
import type { CommandPorts } from './command-ports.ts'
import { verbs } from './command-spec.ts'
import { checkPrograms } from './find-programs.ts'
import { resolveCommand } from './resolve-command.ts'

/** Says what a declared Command depends on, and whether its programs can be started. Runs none. */
export async function examineCommand(
  ports: CommandPorts,
  { declaration, spec }: ExamineRequest,
  context: Pick<ProviderContext, 'projectRoot' | 'sources' | 'processEnvironment'>,
): Promise<Examined> {
  const { projectRoot, processEnvironment: environment } = context
  const nothing: Examined = { diagnostics: [], owns: [], outputNames: null, readsWorld: false, sources: {} }
  const resolved = await resolveCommand(ports, { declaration, spec }, projectRoot)
  if (!resolved.ok) return { ...nothing, diagnostics: resolved.problems.map((problem) => toDiagnostic(problem, declaration)) }
  const { wanted } = resolved
  const problems = await checkPrograms(ports, wanted.programs, {
    projectRoot,
    sources: context.sources,
    workingDirectory: wanted.workingDirectory,
    environment,
  })
  return {
    ...nothing,
    diagnostics: problems.map((problem) => toDiagnostic(problem, declaration)),
    readsWorld: wanted.programs.read !== undefined,
    sources: await scriptDigests(
      ports.files,
      verbs.flatMap((verb) => (wanted.programs[verb] === undefined ? [] : [wanted.programs[verb]])),
      { projectRoot, workingDirectory: wanted.workingDirectory.realPath },
    ),
  }
}
