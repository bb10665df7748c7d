import type { ApplyRequest, ProviderContext, StepOutcome } from '../../plan/provider.ts'
import { toFailure } from '../spec-problem.ts'
import { readPlanMemory } from './command-plan-memory.ts'
import { completeRecord } from './complete-record.ts'
import type { CommandPorts } from './command-ports.ts'
import { readRecord } from './command-record.ts'
import { findDirectory } from '../find-program.ts'
import { runCommand } from './run-command.ts'

/** Runs the delete program; without one the thing is forgotten. What it prints does not matter, only how it ends. */
export async function deleteCommand(ports: CommandPorts, request: ApplyRequest, context: ProviderContext): Promise<StepOutcome> {
  const { recorded, change, key } = request
  const record = recorded === null ? null : readRecord(recorded)
  if (record === null || recorded === null) return { ok: true, recorded: null }
  // A replacement is deleted by the programs of its document, which may be newer than those on record.
  const how = readPlanMemory(change.memory) ?? record
  const argv = how.programs.delete
  if (argv === undefined) return { ok: true, recorded: null }
  const found = await findDirectory(ports, { projectRoot: context.projectRoot, folder: '', path: how.workingDirectory || '.' })
  if (!found.ok) return { ok: false, failure: toFailure(found.problem) }
  const workingDirectory = found.directory.realPath
  const { inputs, outputs } = await completeRecord(ports, { record, read: how.programs.read, workingDirectory, key }, context)
  const call = { verb: 'delete', argv, workingDirectory, inputs, recorded: outputs, key } as const
  const result = await runCommand(ports, call, context)
  if (result.kind === 'answered') return { ok: true, recorded: null }
  return { ok: false, failure: result.failure, ...(result.started ? { recorded } : {}) }
}
