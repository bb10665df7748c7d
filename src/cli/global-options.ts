import type { LogLevel, OutputFormat } from './cli-context.ts'

/** The options that every command takes. */
export interface GlobalOptions {
  readonly chdir?: string
  readonly environment?: string | null
  readonly output: OutputFormat | 'table'
  readonly logLevel: LogLevel
  readonly color: boolean
  readonly verbose: boolean
  /** Of the commands that take it: all environments, whatever a variable says. */
  readonly all?: boolean
  /** Of the commands that take it: what is set over the documents, word by word. */
  readonly set?: readonly string[]
  /** Of the commands that take it: how many milliseconds to stand in line for an environment. */
  readonly lockTimeout?: number
}
