import { kernelLocks } from './adapters/kernel-locks.ts'
import { nodeFiles } from './adapters/node-files.ts'
import { nodeHttp } from './adapters/node-http.ts'
import { nodeNetwork } from './adapters/node-network.ts'
import { nodeProcesses } from './adapters/node-processes.ts'
import { gitCli } from './adapters/git-cli.ts'
import { sqliteStoreFiles } from './adapters/sqlite/copies/sqlite-store-files.ts'
import { openSqliteStore } from './adapters/sqlite/open-sqlite-store.ts'
import { systemClock } from './adapters/system-clock.ts'
import { systemRandom } from './adapters/system-random.ts'
import { SystemCoordinator, type CoordinatorOptions } from './coordinator.ts'
import type { EventSink } from './ports/event-sink.ts'
import type { Host, Ports } from './ports/ports.ts'
import { createCommandProvider } from './providers/command/command-provider.ts'
import { createHealthCheckProvider } from './providers/health-check/health-check-provider.ts'
import { createFileProvider } from './providers/file/file-provider.ts'
import { createTerraformStackProvider } from './providers/terraform-stack/terraform-stack-provider.ts'

/** What a coordinator for the real world needs to be told. */
export interface CreateCoordinatorOptions {
  readonly host: Host
  /** Where to look for the project, absolute. */
  readonly folder: string
  readonly events: EventSink
  readonly version: string
  /** Set over everything that documents say. */
  readonly set?: NonNullable<CoordinatorOptions['set']>
  /** How long to stand in line for an environment that somebody else holds; null, or left out, for not at all. */
  readonly lockTimeoutMs?: number | null
}

/** A coordinator that works on this machine: files, processes, git, SQLite, Terraform. */
export function createCoordinator(options: CreateCoordinatorOptions): SystemCoordinator {
  const clock = systemClock()
  const files = nodeFiles()
  const processes = nodeProcesses()
  const locks = kernelLocks()
  const random = systemRandom(clock)
  const git = gitCli({ environment: options.host.variables })
  const ports: Ports = {
    clock,
    random,
    files,
    locks,
    processes,
    git,
    http: nodeHttp(),
    openStore: (request) => openSqliteStore({ ...request, clock }),
    storeFiles: sqliteStoreFiles(clock),
  }
  const providers = [
    createFileProvider({ files }),
    createCommandProvider({ processes, files, clock }),
    createHealthCheckProvider({ network: nodeNetwork(), processes, files, clock }),
    createTerraformStackProvider({ files, locks, processes, git, clock, random, cacheFolder: options.host.cacheFolder }),
  ]
  return new SystemCoordinator({ ...options, ports, providers })
}
