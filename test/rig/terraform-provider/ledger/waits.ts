interface Held {
  readonly session: string
  readonly isStoppable: boolean
  readonly end: (how: 'released' | 'stopped') => void
}

/** The calls that wait: for a while, or until they are told. What still waits when it is closed waits for ever, and costs nothing. */
export class Waits {
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #held = new Set<Held>()
  #isClosed = false

  sleep(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve()
    return new Promise((resolve) => {
      if (this.#isClosed) return
      const timer = setTimeout(() => {
        this.#timers.delete(timer)
        resolve()
      }, ms)
      this.#timers.add(timer)
    })
  }

  hold(session: string, isStoppable: boolean): Promise<'released' | 'stopped'> {
    return new Promise((resolve) => void this.#held.add({ session, isStoppable, end: resolve }))
  }

  /** Lets go all that is held. */
  release(): void {
    this.#end([...this.#held], 'released')
  }

  stop(session: string): void {
    const ours = [...this.#held].filter((one) => one.isStoppable && one.session === session)
    this.#end(ours, 'stopped')
  }

  close(): void {
    this.#isClosed = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#held.clear()
  }

  #end(held: readonly Held[], how: 'released' | 'stopped'): void {
    for (const one of held) {
      this.#held.delete(one)
      one.end(how)
    }
  }
}
