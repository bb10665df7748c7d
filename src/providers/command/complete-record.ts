import type { ProviderContext } from '../../plan/provider.ts'
import type { CommandPorts } from './command-ports.ts'
import type { CommandRecord } from './command-record.ts'
import { observeCommand, type Look } from './observe-command.ts'

/**
 * A create program that did not end well left no outputs on record, by which the other programs find what it made: then, and only then,
 * the read program is asked for them. Where it cannot tell, the record stays as it is.
 */
export async function completeRecord(
  ports: CommandPorts,
  look: Omit<Look, 'inputs' | 'record'> & { readonly record: CommandRecord },
  context: ProviderContext,
): Promise<CommandRecord> {
  const { record } = look
  if (record.stage === 'made') return record
  const observed = await observeCommand(ports, { ...look, inputs: record.inputs }, context)
  return observed.kind === 'there' ? { ...record, outputs: observed.outputs } : record
}
