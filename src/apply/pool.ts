/** Bounds how many tasks run at once. Tasks start in the order in which they were handed in. */
export class Pool {
  readonly #size: number
  readonly #waiting: (() => void)[] = []
  #running = 0
  #next = 0

  constructor(size: number) {
    this.#size = size
  }

  /** Runs the task as soon as there is room; gives what it gives, or its error. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#size) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running++
    try {
      return await task()
    } finally {
      this.#release()
    }
  }

  /** The place goes over to the next one that waits without being free in between. */
  #release(): void {
    const next = this.#waiting[this.#next]
    if (next === undefined) {
      this.#running--
      return
    }
    this.#next++
    if (this.#next > 1024 && this.#next * 2 > this.#waiting.length) {
      this.#waiting.splice(0, this.#next)
      this.#next = 0
    }
    next()
  }
}
