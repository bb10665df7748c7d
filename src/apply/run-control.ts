/** How far a run has been asked to stop. */
export type StopLevel = 'none' | 'graceful' | 'forced'

/**
 * Lets somebody outside stop a run, in two stages: first nothing new starts and what runs may end; then what runs is interrupted, once.
 * While no run goes on there is nothing that should come to its end, and the first stage is left out. The stage never goes back.
 */
export class RunControl {
  readonly #forced = new AbortController()
  #level: StopLevel = 'none'
  #watcher: ((level: StopLevel) => void) | null = null

  get level(): StopLevel {
    return this.#level
  }

  /** Aborted at the second stage; every running step gets it. */
  get signal(): AbortSignal {
    return this.#forced.signal
  }

  /** Goes to the next stage: graceful, then forced. */
  interrupt(): void {
    if (this.#level === 'none' && this.#watcher !== null) this.#set('graceful')
    else this.force()
  }

  /** Goes to the last stage at once. */
  force(): void {
    if (this.#level === 'forced') return
    this.#set('forced')
    this.#forced.abort()
  }

  /** Says that a run goes on, and who is told when the stage changes; gives what ends it. */
  watch(watcher: (level: StopLevel) => void): () => void {
    this.#watcher = watcher
    return () => {
      if (this.#watcher === watcher) this.#watcher = null
    }
  }

  #set(level: StopLevel): void {
    this.#level = level
    this.#watcher?.(level)
  }
}
