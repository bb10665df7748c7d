import type { Report } from '../events/diagnostic.ts'
import { isJsonObject } from '../events/json.ts'
import type { CoordinationFile } from '../generated/types.ts'
import { coordination } from '../generated/validators.js'
import type { ReadFile } from './yaml-file.ts'
import type { ManifestFile } from './manifest.ts'
import { schemaDiagnostics } from './schema-diagnostics.ts'
import { sortDiagnostics } from './sort-diagnostics.ts'
import { documentPlaces } from './validate-document.ts'
import type { YamlDocument } from './yaml-document.ts'

/** The engine's settings, with every default filled in. */
export interface CoordinationConfig {
  /** How many resources are worked on at a time. */
  readonly maxConcurrentOperations: number
  /** How long one operation may take; it does not bound Terraform stacks. */
  readonly operationTimeoutMs: number
  /** How transient failures are tried again. */
  readonly retryPolicy: { readonly maxRetries: number; readonly backoffMultiplier: number }
  /** For the pools that are to come. */
  readonly resourceLimits: { readonly vmPools: number; readonly agentsPerPool: number; readonly concurrentMigrations: number }
  readonly store: {
    readonly allowLocal: boolean
    /** The folder for sealed copies, relative to the folder of the configuration; null for none. */
    readonly backup: string | null
  }
  /** How many of an environment's checkpoints are kept, beside those that are needed. */
  readonly checkpoints: { readonly keep: number }
}

/** Where a project has its settings, relative to its root. */
export const coordinationFile = 'config/coordination.yaml'

/** The settings of a project without a configuration file. */
export const defaultCoordinationConfig: CoordinationConfig = {
  maxConcurrentOperations: 10,
  operationTimeoutMs: 300_000,
  retryPolicy: { maxRetries: 3, backoffMultiplier: 2 },
  resourceLimits: { vmPools: 10, agentsPerPool: 50, concurrentMigrations: 3 },
  store: { allowLocal: false, backup: null },
  checkpoints: { keep: 30 },
}

/** Reads `config/coordination.yaml`; all defaults when there is none, or nothing in it. Reports every mistake; null when there is one. */
export function readCoordinationConfig(file: ManifestFile | null, read: ReadFile, report: Report): CoordinationConfig | null {
  if (file === null) return defaultCoordinationConfig
  const found: Parameters<Report>[0][] = []
  const { documents, complete } = read(file, (diagnostic) => found.push(diagnostic))
  const config = complete ? configOf(documents, (diagnostic) => found.push(diagnostic)) : null
  sortDiagnostics(found).forEach(report)
  return found.some(({ severity }) => severity === 'error') ? null : config
}

function configOf([document, second]: readonly YamlDocument[], report: Report): CoordinationConfig | null {
  if (document === undefined) return defaultCoordinationConfig
  if (second !== undefined) {
    report({ code: 'config-invalid', severity: 'error', message: 'the configuration is one document, not several', at: second.locate([]) })
    return null
  }
  const { value } = document
  // Everything below the key may be commented out.
  const filled = isJsonObject(value) && value['coordination'] === null ? { ...value, coordination: {} } : value
  if (!coordination(filled)) {
    schemaDiagnostics(coordination.errors ?? [], { name: null, prefix: [], places: documentPlaces(document) }).forEach(report)
    return null
  }
  return withDefaults(filled.coordination)
}

function withDefaults(settings: CoordinationFile['coordination']): CoordinationConfig {
  const { retryPolicy, resourceLimits } = defaultCoordinationConfig
  return {
    maxConcurrentOperations: settings.max_concurrent_operations ?? defaultCoordinationConfig.maxConcurrentOperations,
    operationTimeoutMs: settings.operation_timeout === undefined ? defaultCoordinationConfig.operationTimeoutMs : settings.operation_timeout * 1000,
    retryPolicy: {
      maxRetries: settings.retry_policy?.max_retries ?? retryPolicy.maxRetries,
      backoffMultiplier: settings.retry_policy?.backoff_multiplier ?? retryPolicy.backoffMultiplier,
    },
    resourceLimits: {
      vmPools: settings.resource_limits?.vm_pools ?? resourceLimits.vmPools,
      agentsPerPool: settings.resource_limits?.agents_per_pool ?? resourceLimits.agentsPerPool,
      concurrentMigrations: settings.resource_limits?.concurrent_migrations ?? resourceLimits.concurrentMigrations,
    },
    store: { allowLocal: settings.store?.allowLocal ?? defaultCoordinationConfig.store.allowLocal, backup: settings.store?.backup ?? null },
    checkpoints: { keep: settings.checkpoints?.keep ?? defaultCoordinationConfig.checkpoints.keep },
  }
}
