import type { ApplyRequest, ProbeAnswer, ProbeRequest, ProviderContext, StepOutcome } from '../../plan/provider.ts'
import { applyCommand } from './apply-command.ts'
import { commandDrift } from './command-drift.ts'
import { readPlanMemory } from './command-plan-memory.ts'
import type { CommandPorts } from './command-ports.ts'
import { readRecord, toState, type CommandRecord } from './command-record.ts'
import { formerRun } from './former-run.ts'
import { findDirectory } from '../find-program.ts'
import { observeCommand, type ObservedCommand } from './observe-command.ts'
import { resolveCommand, type WantedCommand } from './resolve-command.ts'

/** Tells by the read program whether a step took effect, as far as one can tell by it. */
export async function probeCommand(ports: CommandPorts, request: ProbeRequest, context: ProviderContext): Promise<ProbeAnswer> {
  const { action } = request.change
  if (action !== 'create' && action !== 'update' && action !== 'replace' && action !== 'delete') return { kind: 'not-applied' }
  const former = await formerRun(ports, request.folder)
  if (former.kind === 'never-started') return { kind: 'not-applied' }
  if (former.kind === 'exited') return byItsEnd(await applyCommand({ ...ports, former }, asApply(request), context))
  const record = request.recorded === null ? null : readRecord(request.recorded)
  if (request.desired === null) return probeRemoval(ports, { request, record }, context)
  const resolved = await resolveCommand(ports, request.desired, context.projectRoot)
  if (!resolved.ok) return unknowable(resolved.problems.map(({ message }) => message).join('\n'))
  const { wanted } = resolved
  const look = { read: wanted.programs.read, workingDirectory: wanted.workingDirectory.realPath, inputs: wanted.inputs, record, key: request.key }
  return judge(await observeCommand(ports, look, context), { request, record, wanted })
}

/** The step's program came to its end without anybody to see it: what it left is the same as if somebody had. */
function byItsEnd(outcome: StepOutcome): ProbeAnswer {
  if (outcome.ok) return { kind: 'applied', recorded: outcome.recorded }
  const { recorded, failure } = outcome
  return recorded === undefined ? { kind: 'not-applied' } : { kind: 'partly', recorded, message: failure.message }
}

function asApply({ address, recorded, desired, key, change }: ProbeRequest): ApplyRequest {
  return { address, recorded, desired, key, change: { ...change, before: null, after: null, replacePaths: [], artifacts: {} } }
}

function judge(
  observed: ObservedCommand,
  facts: { readonly request: ProbeRequest; readonly record: CommandRecord | null; readonly wanted: WantedCommand },
): ProbeAnswer {
  const { request, record, wanted } = facts
  switch (observed.kind) {
    case 'opaque':
      return unknowable('it has no read program')
    case 'failed':
      return unknowable(observed.failure.message)
    case 'gone':
      // It was asked without the outputs that the step may have got, by which most programs find what they look for.
      return unknowable('its read program finds nothing, but it was not told what the step may have made')
    case 'there': {
      const isNew = request.change.action === 'create' || record === null
      const changed = record !== null && commandDrift(record, observed).length > 0
      // Outputs that had drifted before differ from the record whether the step acted or not.
      if (!isNew && (!changed || readPlanMemory(request.change.memory)?.drifted === true)) return unknowable('what its read program prints does not tell')
      const { inputs, programs } = wanted
      const workingDirectory = wanted.workingDirectory.fromRoot
      return { kind: 'applied', recorded: toState({ inputs, programs, workingDirectory, outputs: observed.outputs, stage: 'made' }) }
    }
    default:
      return observed satisfies never
  }
}

async function probeRemoval(
  ports: CommandPorts,
  { request, record }: { readonly request: ProbeRequest; readonly record: CommandRecord | null },
  context: ProviderContext,
): Promise<ProbeAnswer> {
  if (record === null) return { kind: 'applied', recorded: null }
  const how = readPlanMemory(request.change.memory) ?? record
  const found = await findDirectory(ports, { projectRoot: context.projectRoot, folder: '', path: how.workingDirectory || '.' })
  if (!found.ok) return unknowable(found.problem.message)
  const look = { read: how.programs.read, workingDirectory: found.directory.realPath, inputs: record.inputs, record, key: request.key }
  const observed = await observeCommand(ports, look, context)
  switch (observed.kind) {
    case 'gone':
      return { kind: 'applied', recorded: null }
    case 'there':
      return { kind: 'not-applied' }
    case 'opaque':
      return unknowable('it has no read program')
    case 'failed':
      return unknowable(observed.failure.message)
    default:
      return observed satisfies never
  }
}

function unknowable(why: string): ProbeAnswer {
  return { kind: 'unknown', message: why }
}
