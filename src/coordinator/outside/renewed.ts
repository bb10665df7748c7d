import type { Clock, Instant } from '../../ports/clock.ts'

/** What is good until a moment; null when nobody says until when. */
export interface Lasting {
  readonly expiresAt: Instant | null
}

/** Asked for again so long before it expires: what is started with it should still have some time. */
export const renewalMarginMs = 5 * 60_000

/** A failure is not asked for again so soon: many programs may be about to be started. */
const failureLastsMs = 60_000

/** Something that is asked for when it is needed first, shared by all who need it, and asked for again before it expires. A failure is shared, too. */
export class Renewed<T extends Lasting> {
  readonly #clock: Clock
  readonly #ask: () => Promise<T>
  #held: T | null = null
  #asking: Promise<T> | null = null
  #failed: { readonly error: unknown; readonly atMs: number } | null = null

  constructor(clock: Clock, ask: () => Promise<T>) {
    this.#clock = clock
    this.#ask = ask
  }

  /** Rejects as asking does. */
  async get(): Promise<T> {
    if (this.#held !== null && !this.#isOver(this.#held)) return this.#held
    if (this.#failed !== null && this.#clock.monotonicMs() - this.#failed.atMs < failureLastsMs) throw this.#failed.error
    return (this.#asking ??= this.#askOnce())
  }

  async #askOnce(): Promise<T> {
    try {
      const held = await this.#ask()
      this.#held = held
      this.#failed = null
      return held
    } catch (error) {
      this.#failed = { error, atMs: this.#clock.monotonicMs() }
      throw error
    } finally {
      this.#asking = null
    }
  }

  #isOver({ expiresAt }: T): boolean {
    return expiresAt !== null && this.#clock.now() >= expiresAt - renewalMarginMs
  }
}
