import type { Random } from '../../src/ports/random.ts'

/** Randomness that is the same for the same seed. Ids sort in the order they were made. */
export class SeededRandom implements Random {
  #state: number
  #ids = 0

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  id(): string {
    this.#ids++
    return `0${this.#ids.toString(36).padStart(11, '0')}${this.secret(7)}`
  }

  secret(bytes: number): string {
    return Array.from({ length: bytes }, () =>
      Math.floor(this.fraction() * 256)
        .toString(16)
        .padStart(2, '0'),
    ).join('')
  }

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit)
  }

  /** mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
