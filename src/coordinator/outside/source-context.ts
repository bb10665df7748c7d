import type { Clock } from '../../ports/clock.ts'
import type { Files } from '../../ports/files.ts'
import type { Processes } from '../../ports/processes.ts'
import type { Fetched } from './fetched.ts'

/** What fetching a value needs. */
export interface SourceContext {
  readonly files: Files
  readonly processes: Processes
  readonly clock: Clock
  /** The variables that Genesis was started with. */
  readonly outside: Readonly<Record<string, string>>
  /** What programs that are asked for values see. */
  readonly programEnvironment: () => Promise<Readonly<Record<string, string>>>
  /** What was read before, by its origin; null where it has to be read anew. */
  readonly remembered: Map<string, Promise<Fetched<string>>> | null
  readonly projectRoot: string
  /** Makes the path of a private folder, absolute, that nobody else uses. */
  readonly newFolder: () => string
  /** Aborted: a program is interrupted once and, when the grace time is over, killed. */
  readonly signal: AbortSignal
  /** Takes the secrets that are known out of a text. */
  readonly redact: (text: string) => string
  /** Something a person should know that keeps nothing from being fetched. */
  readonly warn: (message: string) => void
}

/** No value is longer, in bytes. */
export const maxValueBytes = 1024 * 1024
