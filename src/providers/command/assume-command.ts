import type { Value } from '../../expressions/value.ts'
import type { AssumeAnswer, ProbeRequest, ProviderContext } from '../../plan/provider.ts'
import type { CommandPorts } from './command-ports.ts'
import { readRecord, toState, type CommandRecord } from './command-record.ts'
import { observeCommand } from './observe-command.ts'
import { resolveCommand } from './resolve-command.ts'

/**
 * Records what a Command was to make. An id stands in for the outputs that its create program did not get to tell: they are
 * `{ "id": … }` until its read program, asked with them, tells them all.
 */
export async function assumeCommand(ports: CommandPorts, request: ProbeRequest, id: string | null, context: ProviderContext): Promise<AssumeAnswer> {
  if (request.desired === null) return { ok: true, recorded: null }
  const resolved = await resolveCommand(ports, request.desired, context.projectRoot)
  if (!resolved.ok) return { ok: false, message: resolved.problems.map(({ message }) => message).join('\n') }
  const { inputs, programs, workingDirectory } = resolved.wanted
  const known: Readonly<Record<string, Value>> = id === null ? outputsOf(request) : { id }
  const record: CommandRecord = { inputs, programs, workingDirectory: workingDirectory.fromRoot, outputs: known, stage: 'made' }
  const look = { read: programs.read, workingDirectory: workingDirectory.realPath, inputs, record, key: request.key }
  const observed = await observeCommand(ports, look, context)
  switch (observed.kind) {
    case 'there':
      return { ok: true, recorded: toState({ ...record, outputs: observed.outputs }) }
    case 'opaque':
      return { ok: true, recorded: toState(record) }
    case 'gone':
      return { ok: false, message: 'its read program finds nothing', hint: 'give what it is called with --adopt ID, or say --not-applied' }
    case 'failed':
      return { ok: false, message: observed.failure.message }
    default:
      return observed satisfies never
  }
}

function outputsOf({ recorded }: ProbeRequest): Readonly<Record<string, Value>> {
  return recorded === null ? {} : (readRecord(recorded)?.outputs ?? {})
}
