import { failing, failingHalfway, failingTransiently, losingAnswers, slow, type FakeBehaviour } from '../rig/fake-provider/fake-behaviour.ts'
import { SeededRandom } from '../rig/seeded-random.ts'
import { faultKinds, type Fault } from './fault.ts'
import type { Manners } from './programs.ts'
import { SimulatedEnvironment, type ApplySettings } from './simulated-environment.ts'
import type { SimulatedResource, SimulatedSystem } from './system.ts'

/** What a simulated life of an environment came to. */
export interface LifeStory {
  /** Everything that happened, in order: the same for the same seed. */
  readonly trace: readonly string[]
  /** What must never be, and was. */
  readonly violations: readonly string[]
  /** The faults that were to happen; what is beyond the last write did not. */
  readonly faults: readonly Fault[]
}

/** Which life is lived. */
export interface LifeOptions {
  readonly seed: number
  /** Instead of those that the seed would choose. */
  readonly faults?: readonly Fault[]
}

const names = ['a', 'b', 'c', 'd', 'e', 'f'] as const
const rounds = 3
const mostFaults = 6
/** About as many writes as a life has. */
const usualWrites = 130

/**
 * Lets an environment live with one seed for everything: what is declared, how programs behave, in which order answers come, and what goes
 * wrong. In the end, when nothing goes wrong any more, what is declared must be there, once, and a plan must be empty.
 */
export async function live({ seed, faults = drawFaults(new SeededRandom(seed + 2_000_003)) }: LifeOptions): Promise<LifeStory> {
  const environment = new SimulatedEnvironment({ seed, faults, inOrder: false })
  const life = new Life(environment, new SeededRandom(seed))
  for (let round = 0; round < rounds; round++) await life.round({ mayForget: round < rounds - 1 })
  await environment.settleDown()
  return { trace: environment.machine.scheduler.trace, violations: environment.watch.violations, faults }
}

function drawFaults(random: SeededRandom): readonly Fault[] {
  return Array.from({ length: random.below(mostFaults + 1) }, () => ({ at: 1 + random.below(usualWrites), kind: oneOf(random, faultKinds) }))
}

class Life {
  readonly #environment: SimulatedEnvironment
  readonly #random: SeededRandom
  readonly #kinds: Readonly<Record<string, SimulatedResource['kind']>>
  /** What was ever declared to be protected, as it was declared last. */
  readonly #protected = new Map<string, SimulatedResource>()

  constructor(environment: SimulatedEnvironment, random: SeededRandom) {
    this.#environment = environment
    this.#random = random
    this.#kinds = Object.fromEntries(names.map((name) => [name, oneOf(random, ['thing', 'server', 'file', 'stack'] as const)]))
  }

  /** Somebody changes the documents and applies them; others may do the same at the same time. */
  async round({ mayForget }: { readonly mayForget: boolean }): Promise<void> {
    const environment = this.#environment
    await environment.declare(this.#change(mayForget))
    for (const name of names) if (this.#chance(0.3)) this.#misbehave(name)
    const first = environment.apply(this.#settings())
    const others = [...(this.#chance(0.2) ? [environment.apply(this.#settings())] : []), ...(this.#chance(0.2) ? [environment.plan()] : [])]
    await environment.happen(first, ...others)
    for (let attempt = 0; attempt < 3 && first.engine.isDead; attempt++) await environment.happen(environment.apply(this.#settings()))
  }

  #settings(): Partial<ApplySettings> {
    return { concurrency: 1 + this.#random.below(4), onFailure: this.#chance(0.3) ? 'halt' : null, waits: this.#chance(0.3) }
  }

  #change(mayForget: boolean): SimulatedSystem {
    const system: Record<string, SimulatedResource> = {}
    names.forEach((name, index) => {
      const before = this.#protected.get(name) ?? this.#environment.system[name]
      // What is replaced now and then would be refused for good once it is protected.
      const isProtected = this.#protected.has(name) || (before !== undefined && index % 2 === 0 && this.#chance(0.2))
      // Somebody forgets that it is protected, and takes it away: then nothing at all may happen.
      if (isProtected ? mayForget && this.#chance(0.1) : this.#chance(0.25)) return
      const after = names.slice(0, index).filter((other) => other in system && this.#chance(0.4))
      const source = index % 2 === 0 ? 'x' : oneOf(this.#random, ['x', 'x', 'y'] as const)
      const kind = this.#kinds[name] ?? 'thing'
      const resource = { kind, size: this.#random.below(3), source, after, reads: this.#chance(0.5), isProtected }
      system[name] = resource
      if (isProtected) this.#protected.set(name, resource)
    })
    return system
  }

  #misbehave(name: string): void {
    const { programs, world } = this.#environment.machine
    const kind = this.#kinds[name]
    if (kind === 'stack') world.script(`dev/${name}`, oneOf(this.#random, stackBehaviours))
    // A server that acts and does not tell has lost what it made by its own fault.
    else programs.script(name, oneOf(this.#random, kind === 'server' ? honestManners : [...honestManners, ...silentManners]))
  }

  #chance(probability: number): boolean {
    return this.#random.fraction() < probability
  }
}

const honestManners: readonly Manners[] = [
  { kind: 'slow', ms: 3_000 },
  { kind: 'fails', when: 'before' },
  { kind: 'killed', when: 'before' },
  { kind: 'killed', when: 'after' },
]
const silentManners: readonly Manners[] = [{ kind: 'fails', when: 'after' }, { kind: 'babbles' }]

const stackBehaviours: readonly FakeBehaviour[] = [
  failing('apply', 1),
  failingTransiently(1),
  losingAnswers(1),
  failingHalfway(1),
  slow('apply', 3_000, 2),
  failing('probe', 1),
]

function oneOf<T>(random: SeededRandom, choices: readonly T[]): T {
  return choices[random.below(choices.length)]!
}
