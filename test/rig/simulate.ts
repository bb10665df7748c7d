import { StoreError } from '../../src/ports/store.ts'
import { failing, failingHalfway, failingTransiently, losingAnswers, slow, type FakeBehaviour } from './fake-provider/fake-behaviour.ts'
import { recordedId } from './fake-provider/fake-record.ts'
import { Engine, type FakeResource, type FakeSystem } from './engine.ts'
import { SeededRandom } from './seeded-random.ts'

/** What a simulated life of an environment came to. */
export interface Simulation {
  /** What was really done, and how each run and recovery went: the same for the same seed. */
  readonly trace: readonly string[]
  /** What must never be, and was. */
  readonly violations: readonly string[]
}

const names = ['a', 'b', 'c', 'd', 'e', 'f']

/**
 * Lets an environment live through rounds of change with one seed for everything: what is declared, what fails, loses its answer or takes
 * long, and the journal write at which the engine dies, before or after it is committed; recovery may die, too. After each death the
 * invariants must hold, and in the end, without faults, what is declared must be there once and nothing else.
 */
export async function simulate(seed: number): Promise<Simulation> {
  const life = new Life(seed)
  for (let round = 0; round < 3; round++) await life.live()
  await life.settleDown()
  return life
}

class Life implements Simulation {
  readonly trace: string[] = []
  readonly violations: string[] = []
  readonly #random: SeededRandom
  readonly #engine: Engine
  #system: FakeSystem = {}

  constructor(seed: number) {
    this.#random = new SeededRandom(seed)
    const kind = { canCoexist: this.#chance(0.5), replaceFields: ['zone'], knowsKeys: this.#chance(0.5) }
    this.#engine = new Engine({}, { seed, kind })
  }

  async live(): Promise<void> {
    this.#system = this.#change()
    this.#engine.declare(this.#system)
    for (const name of names) if (this.#chance(0.4)) this.#engine.world.script(`dev/${name}`, this.#fault())
    await this.#run()
    this.#check('after a run')
    // Nothing is applied before recovery has come to its end: whoever applies makes sure of that.
    for (let deaths = 0; !(await this.#recovers(deaths < 3)); deaths++) this.#check('after a recovery that died')
  }

  async #recovers(mayDie: boolean): Promise<boolean> {
    if (mayDie) this.#mayDie(4)
    return this.#survives(async () => void this.trace.push(...(await this.#engine.recover())))
  }

  /** Without faults, whatever is left converges. */
  async settleDown(): Promise<void> {
    this.#engine.store.dies = null
    for (let attempt = 0; attempt < 12; attempt++) {
      this.trace.push(...(await this.#engine.recover()))
      const { document } = await this.#engine.plan()
      if (document.steps.length === 0 && document.blocked.length === 0) break
      await this.#engine.carryOut()
    }
    this.#check('in the end')
    this.#checkConverged()
    this.trace.push(...this.#engine.world.ledger.map(({ verb, address, key }) => `${verb} ${address} ${key}`))
  }

  async #run(): Promise<void> {
    const plan = await this.#engine.plan()
    this.#mayDie(plan.document.steps.length * 2 + 4)
    await this.#survives(async () => {
      const { outcome } = await this.#engine.carryOut(plan, { concurrency: 1 + this.#below(4), onFailure: this.#chance(0.3) ? 'halt' : null })
      this.trace.push(`run ${outcome}`)
    })
    this.#engine.store.dies = null
    this.trace.push(...this.#engine.story())
  }

  /** Whether the engine came to an end of its own. */
  async #survives(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      this.trace.push('died')
      return false
    } finally {
      this.#engine.store.dies = null
    }
  }

  /** The engine dies at one of the next writes, or, as often, at none. */
  #mayDie(writes: number): void {
    let left = this.#chance(0.5) ? this.#below(writes) : Infinity
    const how = this.#chance(0.5) ? 'before' : 'after'
    this.#engine.store.dies = () => (left-- === 0 ? how : null)
  }

  #change(): FakeSystem {
    const system: Record<string, FakeResource> = {}
    names.forEach((name, index) => {
      if (this.#chance(0.25)) return
      const upstream = names.slice(0, index).filter((other) => other in system && this.#chance(0.4))
      const [read] = upstream
      const from = read !== undefined && this.#chance(0.5) ? { from: `\${resources.${read}.outputs.id}` } : {}
      system[name] = { spec: { size: this.#below(3), zone: this.#chance(0.8) ? 'x' : 'y', ...from }, dependsOn: upstream }
    })
    return system
  }

  #fault(): FakeBehaviour {
    const faults = [failing('apply', 1), failingTransiently(1), losingAnswers(1), failingHalfway(1), slow('apply', 500, 2), failing('probe', 1)]
    return faults[this.#below(faults.length)] ?? failing('apply', 1)
  }

  #check(when: string): void {
    const { world, store } = this.#engine
    const recorded = new Set([...store.records.values()].map((record) => recordedId(record)))
    const open = [...store.open.values()]
    for (const { id, address } of world.objects) {
      const isIntended = open.some((intent) => intent.address.split('~')[0] === address)
      if (!recorded.has(id) && !isIntended) this.violations.push(`${when}: ${id} of ${address} exists, and nothing knows of it`)
    }
    for (const key of world.madeTwice) this.violations.push(`${when}: two things were made with the key ${key}`)
  }

  #checkConverged(): void {
    const { world, store } = this.#engine
    const there = world.objects.map(({ address }) => address.slice(4)).sort()
    const wanted = Object.keys(this.#system).sort()
    if (there.join() !== wanted.join()) this.violations.push(`in the end there is ${there.join()} instead of ${wanted.join()}`)
    // What is known not to have happened, and is not wanted any more, goes with the next run of the whole environment.
    const open = [...store.open.values()].filter(({ state }) => state.kind !== 'not-applied')
    if (open.length > 0) this.violations.push(`in the end open: ${open.map(({ address }) => address).join()}`)
    for (const { address, fields } of world.objects) {
      const size = this.#system[address.slice(4)]?.spec?.['size']
      if (fields['size'] !== size)
        this.violations.push(`in the end ${address} has the size ${JSON.stringify(fields['size'])} instead of ${JSON.stringify(size)}`)
    }
  }

  #chance(probability: number): boolean {
    return this.#random.fraction() < probability
  }

  #below(limit: number): number {
    return Math.floor(this.#random.fraction() * limit)
  }
}
