import { dirname } from 'node:path'

/** How long a folder is taken to answer at once after it did. */
const trustedMs = 50

/**
 * Folders whose file system has just answered. A file system that does not answer must hang a thread of the pool, not the event loop; but the
 * way to the pool and back takes ten times as long as opening a file, so who opens many files of one folder goes there only for the first.
 */
export class AnsweringFolders {
  readonly #nowMs: () => number
  readonly #until = new Map<string, number>()
  /** Settled when a folder answers that was asked. */
  readonly #asked = new Map<string, Promise<unknown>>()

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  /** Whether a folder has just answered. */
  answers(folder: string): boolean {
    return (this.#until.get(folder) ?? 0) > this.#nowMs()
  }

  /** Opens what stands at a path: `atOnce` where its folder has just answered, `later` elsewhere. A failure is an answer, too. */
  async open(path: string, ways: { readonly atOnce: () => number; readonly later: () => Promise<number> }): Promise<number> {
    const folder = dirname(path)
    // Whoever comes while a folder is asked waits for that answer instead of asking as well.
    const asked = this.#asked.get(folder)
    if (asked !== undefined) await asked
    if (!this.answers(folder)) return this.#ask(folder, ways.later)
    try {
      return ways.atOnce()
    } finally {
      this.#trust(folder)
    }
  }

  async #ask(folder: string, later: () => Promise<number>): Promise<number> {
    const answer = later()
    this.#asked.set(
      folder,
      answer.catch(() => undefined),
    )
    try {
      return await answer
    } finally {
      this.#asked.delete(folder)
      this.#trust(folder)
    }
  }

  #trust(folder: string): void {
    this.#until.set(folder, this.#nowMs() + trustedMs)
  }
}
