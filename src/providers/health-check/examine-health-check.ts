import type { Examined, ExamineRequest, ProviderContext } from '../../plan/provider.ts'
import { findDirectory, checkProgram } from '../find-program.ts'
import { toDiagnostic } from '../spec-problem.ts'
import type { HealthCheckPorts } from './health-check-ports.ts'
import type { Question } from './health-check-spec.ts'
import { resolveHealthCheck } from './resolve-health-check.ts'

/** Says what is wrong with a declared check, and whether its program can be started. Asks nobody. */
export async function examineHealthCheck(
  ports: HealthCheckPorts,
  { declaration, spec }: ExamineRequest,
  context: Pick<ProviderContext, 'projectRoot' | 'processEnvironment'>,
): Promise<Examined> {
  const nothing: Examined = { diagnostics: [], owns: [], outputNames: [], readsWorld: false, sources: {} }
  const resolved = await resolveHealthCheck(ports, { declaration, spec }, context.projectRoot)
  if (!resolved.ok) return { ...nothing, diagnostics: resolved.problems.map((problem) => toDiagnostic(problem, declaration)) }
  const { question, scripts } = resolved.wanted
  if (question?.kind !== 'command') return nothing
  const problem = await programProblem(ports, question, { folder: declaration.folder, context })
  const diagnostics = problem === null ? [] : [toDiagnostic({ ...problem, path: ['command', 'run', 0] }, declaration)]
  return { ...nothing, diagnostics, sources: scripts }
}

async function programProblem(
  ports: HealthCheckPorts,
  { run, workingDirectory: path }: Extract<Question, { kind: 'command' }>,
  { folder, context }: { readonly folder: string; readonly context: Pick<ProviderContext, 'projectRoot' | 'processEnvironment'> },
): ReturnType<typeof checkProgram> {
  const { projectRoot, processEnvironment: environment } = context
  const found = await findDirectory(ports, { projectRoot, folder, path })
  return found.ok ? checkProgram(ports, run, { projectRoot, workingDirectory: found.directory, environment }) : found.problem
}
