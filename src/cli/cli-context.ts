import type { SystemCoordinator } from '../coordinator.ts'
import type { Diagnostic } from '../events/diagnostic.ts'
import type { ExitCode } from '../events/exit-code.ts'
import type { Answer } from '../ports/ask.ts'
import type { Clock } from '../ports/clock.ts'
import type { RunResults } from './render/run-results.ts'
import type { Terminal } from './render/terminal.ts'

/** How results are given: for people, as one document of JSON or YAML, or as the event stream with the result as its last line; plans also as Markdown and as a page. */
export type OutputFormat = 'text' | 'json' | 'jsonl' | 'yaml' | 'markdown' | 'html'

/** Whether a form is one that programs read. */
export function isForPrograms(output: OutputFormat): boolean {
  return output === 'json' || output === 'jsonl' || output === 'yaml'
}

/** What is told on the way, from the least to the most. */
export const logLevels = ['error', 'warning', 'info', 'debug'] as const

/** One of {@link logLevels}. */
export type LogLevel = (typeof logLevels)[number]

/** What every command gets. */
export interface CliContext {
  readonly coordinator: SystemCoordinator
  /** Documents: what a program would read. */
  readonly out: Terminal
  /** Progress, questions and mistakes: what a person reads. */
  readonly err: Terminal
  readonly output: OutputFormat
  /** Whether text is to be a table where a command has one. */
  readonly table: boolean
  readonly verbose: boolean
  /** The environment given by `--environment` or GENESIS_ENVIRONMENT. */
  readonly environment: string | null
  /** The folder that relative paths on the command line start from, absolute. */
  readonly folder: string
  /** The folder given by `--chdir`, or the same; absolute. */
  readonly projectFolder: string
  readonly clock: Clock
  /** Genesis' own version. */
  readonly version: string
  /** Whether a file stands at an absolute path. */
  readonly isFile: (path: string) => boolean
  /** Asks a person. */
  readonly ask: (question: string) => Promise<Answer>
  /** Shows diagnostics: as text to people, or as the JSON document that stands for a refusal. */
  readonly showDiagnostics: (diagnostics: readonly Diagnostic[], exitCode: ExitCode | null) => void
  /** How the run went that was shown; null until one has ended. */
  readonly runResults: () => RunResults | null
  /** Ends the live view, so that a document can be written below it. */
  readonly finishProgress: () => Promise<void>
}
