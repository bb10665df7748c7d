import { SystemCoordinator } from '../../src/coordinator.ts'
// Loaded ahead: the engine loads it when it is needed first, which takes real time, and here nothing else does.
import '../../src/manifest/read-yaml.ts'
import { FileError, type Files } from '../../src/ports/files.ts'
import type { HeldLock, Locks } from '../../src/ports/locks.ts'
import type { Ports } from '../../src/ports/ports.ts'
import { StoreError, type Store } from '../../src/ports/store.ts'
import { createCommandProvider } from '../../src/providers/command/command-provider.ts'
import { createFileProvider } from '../../src/providers/file/file-provider.ts'
import type { ProviderContext, StepOutcome, ApplyRequest, Provider } from '../../src/plan/provider.ts'
import { CollectingSink } from '../rig/collecting-sink.ts'
import { createFakeProvider } from '../rig/fake-provider/fake-provider.ts'
import type { FaultKind } from './fault.ts'
import type { Machine } from './machine.ts'
import type { Owner } from './scheduler.ts'
import { noStoreFiles } from '../rig/no-store-files.ts'

/** The folder of the project, and that of what can be made again. */
export const projectFolder = '/project'
const cacheFolder = '/cache'

/** Which methods change something, so that they may go wrong. */
type Effects<Port> = Readonly<Record<keyof Port, 'reads' | 'writes'>>

const storeEffects: Effects<Store> = {
  resources: 'reads',
  intents: 'reads',
  startRun: 'writes',
  writeJournal: 'writes',
  restoreErrored: 'writes',
  endRun: 'writes',
  runs: 'reads',
  run: 'reads',
  unfinishedRun: 'reads',
  abandonRun: 'writes',
  journal: 'reads',
  planUsedBy: 'reads',
  terraformState: 'reads',
  putTerraformState: 'writes',
  stateCopy: 'reads',
  putStateCopy: 'writes',
  close: 'reads',
  addCheckpoint: 'writes',
  checkpoints: 'reads',
  resourcesAt: 'reads',
  tracesSince: 'reads',
  pruneCheckpoints: 'writes',
  missingBlobs: 'reads',
  putBlobs: 'writes',
  blob: 'reads',
  retainBlobs: 'writes',
  holds: 'reads',
  placeHold: 'writes',
  releaseHolds: 'writes',
}

const fileEffects: Effects<Files> = {
  read: 'reads',
  readText: 'reads',
  view: 'reads',
  write: 'writes',
  append: 'writes',
  stat: 'reads',
  list: 'reads',
  makeDirectory: 'writes',
  setMode: 'writes',
  copy: 'writes',
  symlink: 'writes',
  readLink: 'reads',
  realPath: 'reads',
  rename: 'writes',
  remove: 'writes',
  removeEmptyDirectory: 'writes',
}

/** How an engine is started. */
export interface EngineOptions {
  readonly name: string
  /** The environment variables of the process. */
  readonly variables: Readonly<Record<string, string>>
  /** Null: it does not wait for who holds the environment. */
  readonly lockTimeoutMs: number | null
}

/**
 * One process of Genesis on a machine: the real coordinator and the real providers on ports of the machine, each of whose answers waits for
 * its turn, and any of whose writes may go wrong.
 */
export class EngineProcess implements Owner {
  readonly name: string
  isDead = false
  readonly sink = new CollectingSink()
  readonly coordinator: SystemCoordinator
  readonly #machine: Machine
  /** After a write that failed the store takes no more from this process. */
  #broken: StoreError | null = null

  constructor(machine: Machine, { name, variables, lockTimeoutMs }: EngineOptions) {
    this.#machine = machine
    this.name = name
    machine.living.add(name)
    const ports = this.#ports()
    const { files, processes, clock } = ports
    this.coordinator = new SystemCoordinator({
      ports,
      host: { name: 'h', user: 'u', variables, cacheFolder },
      providers: [createFileProvider({ files }), createCommandProvider({ processes, files, clock }), this.#stacks(ports.clock)],
      events: this.sink,
      version: '0.0.0',
      lockTimeoutMs,
      folder: projectFolder,
    })
  }

  #ports(): Ports {
    const { scheduler, random, programs } = this.#machine
    const nothing = (what: string) => () => Promise.reject(new Error(`the simulated machine has no ${what}`))
    return {
      clock: {
        now: () => scheduler.wallMs,
        monotonicMs: () => scheduler.monotonicMs,
        sleep: (ms, signal) => scheduler.sleep(this, ms, signal),
      },
      random,
      files: this.#files(),
      locks: this.#locks(),
      processes: programs.portFor(this, () => this.#fault()),
      http: { serve: nothing('network') },
      git: { repository: () => Promise.resolve(null), root: () => Promise.resolve(null), files: () => Promise.resolve([]) },
      openStore: () => Promise.resolve({ ok: true, store: this.#store(), created: false }),
      storeFiles: noStoreFiles,
    }
  }

  /** Stacks whose Terraform is a call of the world outside; another source asks for another thing, which stands beside the old one. */
  #stacks(clock: Ports['clock']): Provider {
    const { world, scheduler } = this.#machine
    const fake = createFakeProvider({ world, clock, kind: 'TerraformStack', replaceFields: ['source'] })
    return {
      ...fake,
      // What a stack held is gone with it.
      remakesWhole: false,
      plan: (request, context) => scheduler.call(this, `plan ${request.address}`, () => fake.plan(request, context)),
      apply: async (request, context) => {
        const outcome = await scheduler.call(this, `apply ${request.address}`, () => this.#applyFaulty(fake, request, context))
        await scheduler.turn(this, `apply ${request.address} answered`)
        return outcome
      },
      probe: (request, context) => scheduler.call(this, `probe ${request.address}`, () => fake.probe(request, context)),
    }
  }

  async #applyFaulty(fake: Provider, request: ApplyRequest, context: ProviderContext): Promise<StepOutcome> {
    const fault = this.#fault()
    const failure = { reason: 'program-failed', message: 'the connection was lost', transient: true } as const
    if (fault === 'fails-full' || fault === 'fails-io') return { ok: false, failure: { ...failure, indeterminate: false } }
    if (fault === 'kill-before') this.#machine.kill(this)
    if (this.isDead) return { ok: false, failure: { ...failure, indeterminate: true } }
    const first = await fake.apply(request, context)
    if (fault === 'kill-after') this.#machine.kill(this)
    if (fault === 'lost') return { ok: false, failure: { ...failure, indeterminate: true } }
    return fault === 'twice' ? fake.apply(request, context) : first
  }

  #files(): Files {
    return this.#wrap<Files>('files', this.#machine.files, (method, [path]) => fileEffects[method] === 'writes' && !String(path).startsWith(cacheFolder), {
      failure: (reason, [path]) => new FileError(reason, String(path)),
      before: (method, [path]) => this.#witnessFile(method, String(path)),
    })
  }

  #store(): Store {
    return this.#wrap<Store>('store', this.#machine.store, (method) => storeEffects[method] === 'writes', {
      failure: (reason) => (this.#broken ??= new StoreError(reason, 'the disk does not take it')),
      before: () => {
        this.#machine.witness.stores(this)
        if (this.#broken !== null) throw this.#broken
      },
    })
  }

  #locks(): Locks {
    const { locks, lines, scheduler } = this.#machine
    const held = (path: string): HeldLock => ({ release: () => scheduler.call(this, `unlock ${path}`, () => void locks.delete(path)) })
    const line = (path: string): readonly Owner[] => (lines.get(path) ?? []).filter(({ isDead }) => !isDead)
    return {
      tryAcquire: (path) =>
        scheduler.call(this, `lock ${path}`, () => {
          if (locks.has(path)) return null
          locks.set(path, this)
          return held(path)
        }),
      joinLine: (path) =>
        scheduler.call(this, `stand in line for ${path}`, () => {
          lines.set(path, [...line(path), this])
          const leave = (): void =>
            void lines.set(
              path,
              line(path).filter((other) => other !== this),
            )
          return {
            ahead: () => scheduler.call(this, `look ahead to ${path}`, () => line(path).indexOf(this)),
            leave: () => scheduler.call(this, `leave the line for ${path}`, leave),
          }
        }),
      isAwaited: (path) => scheduler.call(this, `look at the line for ${path}`, () => line(path).length > 0),
    }
  }

  /** A port whose methods wait for their turn. A write is done at one turn and answered at another. */
  #wrap<Port extends object>(
    name: string,
    port: Port,
    isWrite: (method: keyof Port, parameters: readonly unknown[]) => boolean,
    { failure, before }: PortManners<Port>,
  ): Port {
    const { scheduler } = this.#machine
    return new Proxy(port, {
      get: (_, property) => {
        const method = property as keyof Port
        const original = port[method]
        if (typeof original !== 'function') return original
        return async (...parameters: readonly unknown[]): Promise<unknown> => {
          const label = `${name}.${String(method)}${typeof parameters[0] === 'string' ? ` ${parameters[0]}` : ''}`
          const work = (): unknown => Reflect.apply(original, port, parameters)
          if (!isWrite(method, parameters)) return scheduler.call(this, label, work)
          const write = async (): Promise<unknown> => {
            before(method, parameters)
            return this.#faulty(this.#fault(), work, (reason) => failure(reason, parameters))
          }
          const written = scheduler.call(this, label, write)
          await Promise.allSettled([written])
          await scheduler.turn(this, `${label} answered`)
          return written
        }
      },
    })
  }

  async #faulty(fault: FaultKind | null, work: () => unknown, failure: (reason: 'no-space' | 'io') => Error): Promise<unknown> {
    if (fault === 'fails-full') throw failure('no-space')
    if (fault === 'fails-io') throw failure('io')
    if (fault === 'kill-before') {
      this.#machine.kill(this)
      return
    }
    const result = await work()
    if (fault === 'kill-after') this.#machine.kill(this)
    if (fault === 'lost') throw failure('io')
    return result
  }

  /** What goes wrong with the next write; what only happens beside it has happened. */
  #fault(): FaultKind | null {
    const fault = this.#machine.nextFault()
    if (fault === null) return null
    const { scheduler } = this.#machine
    scheduler.trace.push(`${this.name} ${fault}`)
    if (fault === 'clock-back') scheduler.wallMs -= 3_600_000
    if (fault === 'clock-forth') scheduler.wallMs += 3_600_000
    if (fault === 'interrupt') this.coordinator.interrupt()
    return fault
  }

  #witnessFile(method: keyof Files, path: string): void {
    const name = /^\/project\/out\/([a-z]+)\.txt$/.exec(path)?.[1]
    if (name === undefined) return
    if (method === 'write') this.#machine.witness.acts({ verb: 'write', address: `dev/${name}`, id: null, key: null })
    if (method === 'remove') this.#machine.witness.acts({ verb: 'delete', address: `dev/${name}`, id: null, key: null })
  }
}

interface PortManners<Port> {
  readonly failure: (reason: 'no-space' | 'io', parameters: readonly unknown[]) => Error
  /** Called when a write is about to be done. */
  readonly before: (method: keyof Port, parameters: readonly unknown[]) => void
}
