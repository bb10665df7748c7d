import type { Command } from 'commander'
import type { ExitCode } from '../events/exit-code.ts'
import type { CliContext } from './cli-context.ts'
import type { Commands } from './commands.ts'

/** What a command does with its words and options, once everything it needs is loaded. */
export type Run = (commands: Commands, context: CliContext, words: readonly string[], options: Readonly<Record<string, unknown>>) => Promise<ExitCode>

/** Gives a command what it does. */
export type Register = (command: Command, run: Run) => void
