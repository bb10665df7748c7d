import { setImmediate as settle } from 'node:timers/promises'
import type { Clock } from '../../src/ports/clock.ts'

interface Sleeper {
  readonly wakeAt: number
  readonly wake: () => void
}

/** A clock that stands still until the test moves it. Real timers and real processes know nothing of it. */
export class VirtualClock implements Clock {
  #wall: number
  #monotonic = 0
  #sleepers: Sleeper[] = []

  constructor(options: { readonly now?: number } = {}) {
    this.#wall = options.now ?? Date.UTC(2030, 0, 1)
  }

  /** How many sleeps are pending: zero at the end of a test, or something was left behind. */
  get sleepers(): number {
    return this.#sleepers.length
  }

  now(): number {
    return this.#wall
  }

  monotonicMs(): number {
    return this.#monotonic
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const sleeper = { wakeAt: this.#monotonic + Math.max(0, ms), wake }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', wake)
    })
  }

  /**
   * Lets time pass. Sleepers wake in the order of their times, those of one time in the order they fell asleep; after each, all that can
   * run without more time runs first, so that a sleep it starts is counted from its own time.
   */
  async advance(ms: number): Promise<void> {
    const target = this.#monotonic + ms
    await settle()
    for (let next = this.#earliest(); next !== undefined && next.wakeAt <= target; next = this.#earliest()) {
      this.#moveTo(next.wakeAt)
      next.wake()
      await settle()
    }
    this.#moveTo(target)
  }

  /** Advances to the next sleeper's time and wakes it; false when nobody sleeps. */
  async advanceToNext(): Promise<boolean> {
    await settle()
    const next = this.#earliest()
    if (next === undefined) return false
    await this.advance(next.wakeAt - this.#monotonic)
    return true
  }

  /** Sets the wall clock forward, or back with a negative number; the monotonic one and the sleepers notice nothing. */
  jump(ms: number): void {
    this.#wall += ms
  }

  #moveTo(monotonic: number): void {
    this.#wall += monotonic - this.#monotonic
    this.#monotonic = monotonic
  }

  #earliest(): Sleeper | undefined {
    let earliest: Sleeper | undefined
    for (const sleeper of this.#sleepers) {
      if (earliest === undefined || sleeper.wakeAt < earliest.wakeAt) earliest = sleeper
    }
    return earliest
  }
}
