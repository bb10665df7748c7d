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

  /** Runs the task for every item, in their order; one is taken when there is room for its task. After an error no more are, and it is thrown once nothing runs. */
  async each<T>(items: Iterable<T>, task: (item: T) => Promise<void>): Promise<void> {
    const left = handOut(items)
    const work = async (): Promise<void> => {
      for (const item of left) await this.run(() => task(item))
    }
    const ends = await Promise.allSettled(Array.from({ length: this.#size }, work))
    for (const end of ends) if (end.status === 'rejected') throw end.reason
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

/** One iterator for all who take: whoever fails ends it for the others, too. */
function* handOut<T>(items: Iterable<T>): Generator<T> {
  yield* items
}
