import type { Failure } from '../../events/outcome.ts'
import type { Value } from '../../expressions/value.ts'
import type { ProviderContext } from '../../plan/provider.ts'
import type { Argv } from '../argv.ts'
import type { CommandPorts } from './command-ports.ts'
import { outputsFrom, type CommandRecord } from './command-record.ts'
import { runCommand } from './run-command.ts'

/** What a look at a recorded thing gave. `opaque`: there is no read program, so that nobody can look. */
export type ObservedCommand =
  | { readonly kind: 'there'; readonly outputs: Readonly<Record<string, Value>> }
  | { readonly kind: 'gone' }
  | { readonly kind: 'opaque' }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** What to look at, and how. */
export interface Look {
  readonly read: Argv | undefined
  /** A real path. */
  readonly workingDirectory: string
  readonly inputs: Value
  /** Null when nothing was ever recorded. */
  readonly record: CommandRecord | null
  readonly key: string | null
}

/** Runs the read program. Only `null` says that the thing is not there; every other answer but an object is a failed read. */
export async function observeCommand(ports: CommandPorts, look: Look, context: ProviderContext): Promise<ObservedCommand> {
  const { read: argv, workingDirectory, inputs, record, key } = look
  if (argv === undefined) return { kind: 'opaque' }
  const recorded = record?.outputs ?? null
  const result = await runCommand(ports, { verb: 'read', argv, workingDirectory, inputs, recorded, key }, context)
  if (result.kind === 'failed') return { kind: 'failed', failure: result.failure }
  const { answer } = result
  switch (answer.kind) {
    case 'object':
      return { kind: 'there', outputs: outputsFrom(answer.object, inputs) }
    case 'null':
      return { kind: 'gone' }
    case 'empty':
    case 'bad': {
      const message = result.describe(answer.kind === 'empty' ? 'nothing' : answer.message)
      const hint = 'it must print a JSON object, or null when the thing is not there'
      return { kind: 'failed', failure: { reason: 'bad-answer', message, hint, transient: false, indeterminate: false } }
    }
    default:
      return answer satisfies never
  }
}
