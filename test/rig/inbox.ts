/** A queue whose readers wait for what is not there yet; first come, first served. */
export class Inbox<T> {
  readonly #items: T[] = []
  readonly #readers: ((item: T) => void)[] = []

  /** How many items nobody has taken. */
  get size(): number {
    return this.#items.length
  }

  put(item: T): void {
    const reader = this.#readers.shift()
    if (reader === undefined) this.#items.push(item)
    else reader(item)
  }

  next(): Promise<T> {
    if (this.#items.length > 0) return Promise.resolve(this.#items.shift() as T)
    return new Promise((resolve) => this.#readers.push(resolve))
  }
}
