import type { ProviderContext, StateBackend } from '../plan/provider.ts'
import type { SourceTree } from '../plan/source-tree.ts'
import type { Clock } from '../ports/clock.ts'
import type { EventSink } from '../ports/event-sink.ts'

/** What the contexts of one plan or run have in common. */
export interface ContextOptions {
  readonly signal: AbortSignal
  readonly lockTimeoutMs?: number
  readonly processEnvironment: Readonly<Record<string, string>>
  readonly childEnvironment: ProviderContext['childEnvironment']
  readonly projectRoot: string
  readonly projectKey: string
  /** See {@link ProviderContext}; may differ from one resource to the next. */
  readonly sourcesOf?: (address: string) => SourceTree | undefined
  /** Absolute; each context gets a folder of its own below it, which whoever needs it makes. */
  readonly workFolder: string
  readonly stateBackend: StateBackend
  /** See {@link ProviderContext}; left out while files may change. */
  readonly generation?: object
  readonly clock: Clock
  readonly events: EventSink
}

/** The context of one resource or step; `name` is unique within the plan or run, and no program may run longer than `timeoutMs`. */
export function providerContext(
  options: ContextOptions,
  about: { readonly name: string; readonly address: string; readonly timeoutMs: number | null },
): ProviderContext {
  const { clock, events } = options
  const { address } = about
  const sources = options.sourcesOf?.(address)
  return {
    signal: options.signal,
    timeoutMs: about.timeoutMs,
    ...(options.lockTimeoutMs === undefined ? {} : { lockTimeoutMs: options.lockTimeoutMs }),
    processEnvironment: options.processEnvironment,
    childEnvironment: options.childEnvironment,
    folder: `${options.workFolder}/${folderName(about.name)}`,
    projectRoot: options.projectRoot,
    projectKey: options.projectKey,
    ...(sources === undefined ? {} : { sources }),
    log: (stream, line) => events.emit({ type: 'output-line', at: clock.now(), address, stream, line }),
    progress: (message, count) => events.emit({ type: 'step-progress', at: clock.now(), address, message, ...count }),
    warn: (message) => events.emit({ type: 'notice', at: clock.now(), level: 'warning', code: 'tool-warning', message, address }),
    stateBackend: options.stateBackend,
    ...(options.generation === undefined ? {} : { generation: options.generation }),
  }
}

/** Addresses and step ids hold only letters, digits and `-_/#@~`. */
function folderName(name: string): string {
  return name.replaceAll('/', '.').replaceAll('#', '.')
}
