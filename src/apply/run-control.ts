/** How far a run has been asked to stop. */
export type StopLevel = 'none' | 'graceful' | 'forced'

/**
 * Lets somebody outside stop a run, in two stages: first nothing new starts and what runs may end; then what runs is interrupted, once.
 * The stage never goes back.
 */
export class RunControl {
  readonly #forced = new AbortController()
  #level: StopLevel = 'none'
  #listener: ((level: StopLevel) => void) | null = null

  get level(): StopLevel {
    return this.#level
  }

  /** Aborted at the second stage; every running step gets it. */
  get signal(): AbortSignal {
    return this.#forced.signal
  }

  /** Goes to the next stage: graceful, then forced. */
  interrupt(): void {
    if (this.#level === 'none') this.#set('graceful')
    else this.force()
  }

  /** Goes to the last stage at once. */
  force(): void {
    if (this.#level === 'forced') return
    this.#set('forced')
    this.#forced.abort()
  }

  /** The one who wants to know when the stage changes. */
  onChange(listener: (level: StopLevel) => void): void {
    this.#listener = listener
  }

  #set(level: StopLevel): void {
    this.#level = level
    this.#listener?.(level)
  }
}
