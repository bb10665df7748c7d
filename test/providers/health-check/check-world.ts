import type { Value } from '../../../src/expressions/value.ts'
import type { Failure } from '../../../src/events/outcome.ts'
import { createHealthCheckProvider } from '../../../src/providers/health-check/health-check-provider.ts'
import { MemoryFiles } from '../../rig/memory-files.ts'
import { ProviderBench } from '../../rig/provider-bench.ts'
import { ScriptedNetwork } from '../../rig/scripted-network.ts'
import { ScriptedProcesses } from '../../rig/scripted-processes.ts'
import { VirtualClock } from '../../rig/virtual-clock.ts'

/** What the checks of a test ask, and the time they take. */
export class CheckWorld {
  readonly clock = new VirtualClock({ now: Date.UTC(2030, 0, 1, 12) })
  readonly network = new ScriptedNetwork()
  readonly processes = new ScriptedProcesses()
  readonly files = new MemoryFiles()
  readonly provider = createHealthCheckProvider(this)

  /** Makes the folder of the project. Called once, before anything else. */
  async open(): Promise<this> {
    for (const folder of ['/project', '/work']) await this.files.makeDirectory(folder, { mode: 0o755 })
    return this
  }

  bench(more: { readonly environment?: Readonly<Record<string, string>> } = {}): ProviderBench {
    return new ProviderBench({ provider: this.provider, projectRoot: '/project', workFolder: '/work', ...more })
  }

  /** Lets time pass until the promise is settled. */
  async settle<T>(promise: Promise<T>): Promise<T> {
    const state = { ended: false }
    const settled = promise.finally(() => (state.ended = true))
    while (!state.ended) await this.clock.advanceToNext()
    return settled
  }

  /** Asks a check; null for success. */
  async ask(bench: ProviderBench, spec: Value, signal?: AbortSignal): Promise<Failure | null> {
    const change = await bench.planned(spec)
    const outcome = await this.settle(bench.run(bench.request(spec, { ...change, action: 'read' }), signal))
    return outcome.ok ? null : outcome.failure
  }
}

/** A check over HTTP, every second for ten seconds. */
export function httpCheck(http: { readonly [field: string]: Value } = {}, more: { readonly [field: string]: Value } = {}): { readonly [field: string]: Value } {
  return { http: { url: 'http://app.example/healthz', ...http }, interval: '1s', deadline: '10s', ...more }
}
