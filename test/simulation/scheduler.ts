import { setImmediate as turn } from 'node:timers/promises'

/** Who waits for an answer: an engine, or the machine, which never dies. */
export interface Owner {
  readonly name: string
  isDead: boolean
}

interface Pending {
  readonly label: string
  readonly owner: Owner
  readonly run: () => void
}

interface Timer extends Pending {
  readonly wakeAt: number
}

/** Draws one of so many: a number in [0, count). */
export type Draw = (count: number) => number

/**
 * Decides what happens next. Everything that an engine asks of the world waits here until it is its turn, and the turn is drawn: so each
 * order in which a machine could answer is one that a seed has. When nothing waits, time passes.
 */
export class Scheduler {
  /** What happened, in order. */
  readonly trace: string[] = []
  /** The wall clock, which may jump. */
  wallMs = Date.UTC(2030, 0, 1)
  monotonicMs = 0
  #pending: Pending[] = []
  #timers: Timer[] = []
  readonly #draw: Draw

  constructor(draw: Draw) {
    this.#draw = draw
  }

  /** Does the work when it is its turn, and gives what it gives. Whoever is dead by then gets no answer, ever. */
  async call<T>(owner: Owner, label: string, work: () => T | Promise<T>): Promise<T> {
    await this.turn(owner, label)
    try {
      return await this.#answer(owner, await work())
    } catch (error) {
      await this.#answer(owner, null)
      throw error
    }
  }

  /** Waits for its turn. */
  turn(owner: Owner, label: string): Promise<void> {
    return new Promise((resolve) => {
      if (!owner.isDead) this.#pending.push({ label, owner, run: resolve })
    })
  }

  /** Waits until so much time has passed, or the signal says that nobody needs to. */
  sleep(owner: Owner, ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return this.#answer(owner, undefined)
    return new Promise((resolve) => {
      if (owner.isDead) return
      const wake = (): void => {
        this.#timers = this.#timers.filter((other) => other !== timer)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const timer = { label: 'sleep', owner, run: wake, wakeAt: this.monotonicMs + Math.max(0, ms) }
      this.#timers.push(timer)
      signal?.addEventListener('abort', wake)
    })
  }

  /** Nothing of it is answered any more. */
  kill(owner: Owner): void {
    owner.isDead = true
    this.#pending = this.#pending.filter((one) => one.owner !== owner)
    this.#timers = this.#timers.filter((one) => one.owner !== owner)
  }

  /** What still waits for an answer. */
  waiting(owner: Owner): readonly string[] {
    return [...this.#pending, ...this.#timers].filter((one) => one.owner === owner).map(({ label }) => label)
  }

  /** Lets things happen until `done` says so; false when nothing happens any more before that. */
  async run(done: () => boolean): Promise<boolean> {
    for (;;) {
      await turn()
      if (done()) return true
      if (!this.#step() && !(await this.#wakes(done))) return done()
    }
  }

  /** An answer for whoever is still alive. */
  #answer<T>(owner: Owner, value: T): Promise<T> {
    return owner.isDead ? new Promise<never>(() => undefined) : Promise.resolve(value)
  }

  #step(): boolean {
    const [next] = this.#pending.length === 0 ? [] : this.#pending.splice(this.#draw(this.#pending.length), 1)
    if (next !== undefined) {
      this.trace.push(`${next.owner.name} ${next.label}`)
      next.run()
      return true
    }
    const timer = this.#timers.reduce<Timer | null>((first, one) => (first === null || one.wakeAt < first.wakeAt ? one : first), null)
    if (timer === null) return false
    this.wallMs += timer.wakeAt - this.monotonicMs
    this.monotonicMs = timer.wakeAt
    this.trace.push(`${timer.owner.name} wakes at ${timer.wakeAt}`)
    timer.run()
    return true
  }

  /** Something real may be on its way, such as a module that is loaded already, and still answers only later. */
  async #wakes(done: () => boolean): Promise<boolean> {
    for (let turns = 0; turns < patience; turns++) {
      await turn()
      if (done() || this.#pending.length > 0 || this.#timers.length > 0) return true
    }
    return false
  }
}

const patience = 10_000
