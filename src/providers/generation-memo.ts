/**
 * Remembers answers for as long as a generation lasts: within one nobody changes files, so what was read once need not be read again.
 * Without a generation nothing is remembered.
 */
export class GenerationMemo<T> {
  readonly #generations = new WeakMap<object, Map<string, Promise<T>>>()

  /** The answer to `key`; `find` is asked at most once in a generation. */
  of(generation: object | undefined, key: string, find: () => Promise<T>): Promise<T> {
    if (generation === undefined) return find()
    const known = this.#generations.get(generation) ?? new Map<string, Promise<T>>()
    this.#generations.set(generation, known)
    const answer = known.get(key) ?? find()
    known.set(key, answer)
    return answer
  }
}
