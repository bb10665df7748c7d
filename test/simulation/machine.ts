import type { JournalEntry, RunToken } from '../../src/ports/store.ts'
import { FakeWorld } from '../rig/fake-provider/fake-world.ts'
import { MemoryFiles } from '../rig/memory-files.ts'
import { MemoryStore } from '../rig/memory-store.ts'
import { SeededRandom } from '../rig/seeded-random.ts'
import type { Fault, FaultKind } from './fault.ts'
import { Programs } from './programs.ts'
import { Scheduler, type Owner } from './scheduler.ts'

/** Told of every write of an engine before it is done, in the order in which they are done. */
export interface Witness {
  /** The world outside is about to change, or a file that is managed; `key` and `id` are null where nothing tells. */
  acts(deed: Deed): void
  /** An engine is about to write to the store. */
  stores(owner: Owner): void
  /** A journal entry became durable. */
  journaled(token: RunToken, entry: JournalEntry): void
  /** A run was started, and has this token. */
  started(token: RunToken, plan: string | null): void
}

/** What is done to a thing outside. */
export interface Deed {
  readonly verb: 'create' | 'update' | 'delete' | 'write'
  readonly address: string
  readonly id: string | null
  readonly key: string | null
}

/** How a machine is made. */
export interface MachineOptions {
  readonly seed: number
  readonly faults: readonly Fault[]
  /** True: what waits longest is answered first, whatever the seed. */
  readonly inOrder: boolean
}

/** What outlives an engine: the disk, the store, the world outside, running programs, locks that are held, and time. */
export class Machine {
  readonly owner: Owner = { name: 'machine', isDead: false }
  readonly random: SeededRandom
  readonly scheduler: Scheduler
  readonly files: MemoryFiles
  readonly store = new MemoryStore()
  readonly world = new FakeWorld()
  readonly programs: Programs
  /** The names of the engines that have neither ended nor died; they stand for the time at which a process began. */
  readonly living = new Set<string>()
  /** Who holds which lock, by path. */
  readonly locks = new Map<string, Owner>()
  /** Who waits for which lock, by path, those who died included. */
  readonly lines = new Map<string, readonly Owner[]>()
  /** The writes so far, whoever made them; those when nothing goes wrong do not count. */
  writes = 0
  witness: Witness = { acts: () => undefined, stores: () => undefined, journaled: () => undefined, started: () => undefined }
  /** From now on nothing goes wrong. */
  isCalm = false
  readonly #faults: ReadonlyMap<number, FaultKind>

  constructor({ seed, faults, inOrder }: MachineOptions) {
    this.random = new SeededRandom(seed)
    const order = new SeededRandom(seed + 1_000_003)
    this.scheduler = new Scheduler(inOrder ? () => 0 : (count) => Math.floor(order.fraction() * count))
    this.files = new MemoryFiles({ now: () => this.scheduler.wallMs })
    this.programs = new Programs(this)
    this.#watchStore()
    this.#watchWorld()
    this.#faults = new Map(faults.map(({ at, kind }) => [at, kind]))
  }

  /** Counts a write; gives what goes wrong with it. */
  nextFault(): FaultKind | null {
    return this.isCalm ? null : (this.#faults.get(++this.writes) ?? null)
  }

  /** Takes everything from an engine that only a living process has. */
  kill(owner: Owner): void {
    this.scheduler.trace.push(`${owner.name} is killed`)
    this.scheduler.kill(owner)
    this.living.delete(owner.name)
    for (const [path, holder] of this.locks) if (holder === owner) this.locks.delete(path)
  }

  #watchStore(): void {
    const { store } = this
    const [startRun, writeJournal] = [store.startRun.bind(store), store.writeJournal.bind(store)]
    store.startRun = async (...parameters) => {
      const token = await startRun(...parameters)
      this.witness.started(token, parameters[0].plan)
      return token
    }
    store.writeJournal = async (token, entry) => {
      await writeJournal(token, entry)
      this.witness.journaled(token, entry)
    }
  }

  #watchWorld(): void {
    const { world } = this
    const [create, update, remove] = [world.create.bind(world), world.update.bind(world), world.delete.bind(world)]
    world.create = (address, fields, key) => {
      this.witness.acts({ verb: 'create', address, id: null, key })
      return create(address, fields, key)
    }
    world.update = (id, fields, key) => {
      this.#witnessThing(id, 'update', key)
      return update(id, fields, key)
    }
    world.delete = (id, key) => {
      this.#witnessThing(id, 'delete', key)
      remove(id, key)
    }
  }

  #witnessThing(id: string, verb: Deed['verb'], key: string): void {
    const there = this.world.find(id)
    if (there !== null) this.witness.acts({ verb, address: there.address, id, key })
  }
}
