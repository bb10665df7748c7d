import type { Clock } from './clock.ts'
import type { Files } from './files.ts'
import type { Git } from './git.ts'
import type { Http } from './http.ts'
import type { Locks } from './locks.ts'
import type { Processes } from './processes.ts'
import type { Random } from './random.ts'
import type { OpenStore } from './open-store.ts'
import type { StoreFiles } from './store-files.ts'

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
  readonly storeFiles: StoreFiles
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
