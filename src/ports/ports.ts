import type { Clock } from './clock.ts'
import type { Files } from './files.ts'
import type { Git } from './git.ts'
import type { Http } from './http.ts'
import type { Locks } from './locks.ts'
import type { Processes } from './processes.ts'
import type { Random } from './random.ts'
import type { StoreOpened } from './store.ts'

/** Opens the store of a project. Without `create` a missing one is empty and can only be read. */
export type OpenStore = (request: {
  readonly path: string
  readonly project: { readonly name: string; readonly id: string | null }
  readonly create: boolean
}) => Promise<StoreOpened>

/** Everything through which the engine touches the world. */
export interface Ports {
  readonly clock: Clock
  readonly random: Random
  readonly files: Files
  readonly locks: Locks
  readonly processes: Processes
  readonly http: Http
  readonly git: Git
  readonly openStore: OpenStore
}

/** What the wiring root knows of the machine and of whom it works for. */
export interface Host {
  readonly name: string
  readonly user: string
  /** The environment variables Genesis itself was started with. */
  readonly variables: Readonly<Record<string, string>>
  /** An absolute folder outside every repository, for what can be made again: module snapshots, caches. */
  readonly cacheFolder: string
}
