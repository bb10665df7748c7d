import type { PlanAnswer, PlannedChange, ProviderContext } from '../../plan/provider.ts'
import { toDiagnostic, type SpecProblem } from '../spec-problem.ts'
import { commandDrift } from './command-drift.ts'
import { toPlanMemory } from './command-plan-memory.ts'
import type { CommandPorts } from './command-ports.ts'
import type { CommandRecord } from './command-record.ts'
import { findDirectory } from '../find-program.ts'
import { checkPrograms } from './find-programs.ts'
import { observeCommand, type ObservedCommand } from './observe-command.ts'

/**
 * Plans to remove a recorded Command by what the record alone says. Without a delete program, and where the read program says that it
 * is gone already, it is only forgotten.
 */
export async function planCommandRemoval(
  ports: CommandPorts,
  { address, record }: { readonly address: string; readonly record: CommandRecord | null },
  context: ProviderContext,
): Promise<PlanAnswer> {
  if (record?.programs.delete === undefined) return { ok: true, change: removal('forget', record, { kind: 'opaque' }) }
  const refuse = (...problems: readonly SpecProblem[]): PlanAnswer => {
    return { ok: false, diagnostics: problems.map((problem) => toDiagnostic({ hint: forgetHint(address), ...problem }, { address })) }
  }
  const { projectRoot, processEnvironment: environment } = context
  const found = await findDirectory(ports, { projectRoot, folder: '', path: record.workingDirectory || '.' })
  if (!found.ok) return refuse(found.problem)
  const { read, delete: remove } = record.programs
  const programs = { delete: remove, ...(read === undefined ? {} : { read }) }
  const problems = await checkPrograms(ports, programs, { projectRoot, sources: context.sources, workingDirectory: found.directory, environment })
  if (problems.length > 0) return refuse(...problems)
  const look = { read, workingDirectory: found.directory.realPath, inputs: record.inputs, record, key: null }
  const observed = await observeCommand(ports, look, context)
  if (observed.kind === 'failed') return refuse({ code: 'tool-failed', ...observed.failure, path: ['read'] })
  return { ok: true, change: removal(observed.kind === 'gone' ? 'forget' : 'delete', record, observed) }
}

function forgetHint(address: string): string {
  return `bring its program back; or, if the thing is gone, "genesis state rm ${address}" forgets it`
}

function removal(action: 'delete' | 'forget', record: CommandRecord | null, observed: Exclude<ObservedCommand, { kind: 'failed' }>): PlannedChange {
  return {
    action,
    before: record === null ? null : { inputs: record.inputs, programs: record.programs, workingDirectory: record.workingDirectory, outputs: record.outputs },
    after: null,
    replacePaths: [],
    outputs: {},
    drift: record === null ? [] : commandDrift(record, observed),
    inner: [],
    reversibility: observed.kind === 'gone' ? 'reversible' : action === 'delete' ? 'recreate-lossy' : 'irreversible',
    memory: record === null ? null : toPlanMemory({ ...record, drifted: false }),
    artifacts: {},
    bindings: {},
  }
}
