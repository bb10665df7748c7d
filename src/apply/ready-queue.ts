/** Items with a priority; the highest comes out first, equal ones in the order of their numbers. A binary heap: O(log n) each way. */
export class ReadyQueue {
  readonly #priority: Float64Array
  readonly #heap: number[] = []

  /** `priority[item]` is fixed for good. */
  constructor(priority: Float64Array) {
    this.#priority = priority
  }

  get size(): number {
    return this.#heap.length
  }

  push(item: number): void {
    const heap = this.#heap
    let at = heap.push(item) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#before(item, heap[parent] ?? 0)) break
      heap[at] = heap[parent] ?? 0
      at = parent
    }
    heap[at] = item
  }

  pop(): number | undefined {
    const heap = this.#heap
    const top = heap[0]
    const last = heap.pop()
    if (top === undefined || last === undefined || heap.length === 0) return top
    this.#sink(last)
    return top
  }

  #sink(item: number): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && this.#before(heap[child + 1] ?? 0, heap[child] ?? 0)) child++
      if (this.#before(item, heap[child] ?? 0)) break
      heap[at] = heap[child] ?? 0
      at = child
    }
    heap[at] = item
  }

  #before(one: number, two: number): boolean {
    const difference = (this.#priority[one] ?? 0) - (this.#priority[two] ?? 0)
    return difference === 0 ? one < two : difference > 0
  }
}
