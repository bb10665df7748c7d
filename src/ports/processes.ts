/** Identifies one process on this machine for good: a pid alone is used again. */
export interface ProcessIdentity {
  readonly pid: number
  /** When the kernel says it started, in the platform's own unit; compared, never computed with. */
  readonly startTime: string
}

/** A program to start. An argument vector only: no shell ever reads it. */
export interface ProcessRequest {
  readonly argv: readonly [string, ...string[]]
  readonly workingDirectory: string
  /** The whole environment; nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>
  /** Given to the program as a 0600 file; without it stdin is empty. */
  readonly stdin?: string
  /**
   * A private folder (0700) that exists and is used for this one start: `stdin`, `stdout`, `stderr`, `process` (pid and start time)
   * and `exit` (the exit code, written when it ended) are put there with mode 0600. They outlive the engine.
   */
  readonly folder: string
  /** Lets programs without it go first where they compete for the processor. */
  readonly givesWay?: boolean
  /** Called for each line of output as it is written, without its line end; lines beyond 1 MiB are cut. */
  readonly onLine?: (stream: 'stdout' | 'stderr', line: string) => void
}

/** How a program ended. `not-started` means it never ran: missing, not executable, or its folder is gone. */
export type ProcessExit =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'not-started'; readonly reason: 'program-not-found' | 'not-executable' | 'folder-not-found' | 'system'; readonly message: string }

/** A program that was started in a process group of its own. */
export interface RunningProcess {
  readonly identity: ProcessIdentity
  /** Resolves once it ended and every line has been delivered; never rejects. */
  readonly exited: Promise<ProcessExit>
  /** One SIGINT to the whole group; further calls do nothing: Terraform must never get a second one. */
  interrupt(): void
  /** SIGKILL to the whole group. */
  kill(): void
}

/** What can be said of a program started earlier, perhaps by an engine that died since. */
export type ProcessFate =
  | { readonly kind: 'running'; readonly identity: ProcessIdentity }
  | { readonly kind: 'exited'; readonly code: number }
  /** It was started and is gone without leaving an exit code: killed, or the machine went down. */
  | { readonly kind: 'vanished' }
  | { readonly kind: 'never-started' }

/** Starts programs whose output goes to files, so that a program survives the engine that started it. */
export interface Processes {
  /** Where the program that `name` stands for is, by `environment.PATH`; null when there is none. A name with a slash is taken as a path. */
  find(name: string, options: { readonly environment: Readonly<Record<string, string>>; readonly workingDirectory: string }): Promise<string | null>
  start(request: ProcessRequest): RunningProcess
  /** Reads the folder of an earlier {@link ProcessRequest}. */
  inspect(folder: string): Promise<ProcessFate>
  /** SIGKILL to the whole group of a program that was started there by an engine that is gone; nothing where it does not run any more. */
  killLeft(folder: string): Promise<void>
  /** The first and the last bytes of an output file, at most `maxBytes` in all, with a line between them that says how much is left out. */
  readOutput(folder: string, stream: 'stdout' | 'stderr', options: { readonly maxBytes: number }): Promise<string>
  /** Whether that very process is alive. */
  isAlive(identity: ProcessIdentity): Promise<boolean>
  /** This process itself. */
  self(): Promise<ProcessIdentity>
}
