import type { RepositoryLayout } from '../../../sources/repository-layout.ts'
import { scanSources, type ScanPorts, type SourceScan } from '../../../sources/source-scan.ts'

interface Pending {
  /** The scan that runs, and the one that starts when it has ended. */
  running: Promise<SourceScan> | null
  waiting: Promise<SourceScan> | null
}

/**
 * Scans repositories for many stacks at once. Whoever asks gets a scan that began after the asking, unless both say the same generation;
 * those who ask while one runs share the next.
 */
export class SourceScanner {
  readonly #ports: ScanPorts
  readonly #pending = new Map<string, Pending>()
  readonly #generations = new WeakMap<object, Map<string, Promise<SourceScan>>>()

  constructor(ports: ScanPorts) {
    this.#ports = ports
  }

  /** A scan of the repository. Within a generation nobody changes files, so one scan does for all of it. */
  scan(layout: RepositoryLayout, generation: object | undefined): Promise<SourceScan> {
    if (generation === undefined) return this.#fresh(layout)
    const known = this.#generations.get(generation) ?? new Map<string, Promise<SourceScan>>()
    this.#generations.set(generation, known)
    const scan = known.get(layout.root) ?? this.#fresh(layout)
    known.set(layout.root, scan)
    return scan
  }

  #fresh(layout: RepositoryLayout): Promise<SourceScan> {
    const pending = this.#pending.get(layout.root) ?? { running: null, waiting: null }
    this.#pending.set(layout.root, pending)
    if (pending.running === null) return this.#start(layout, pending)
    const before = pending.running.then(nothing, nothing)
    pending.waiting ??= before.then(() => {
      pending.waiting = null
      return this.#start(layout, pending)
    })
    return pending.waiting
  }

  #start(layout: RepositoryLayout, pending: Pending): Promise<SourceScan> {
    const scan = scanSources(this.#ports, layout)
    pending.running = scan
    const ended = (): void => {
      if (pending.running === scan) pending.running = null
    }
    scan.then(ended, ended)
    return scan
  }
}

function nothing(): void {
  return undefined
}
