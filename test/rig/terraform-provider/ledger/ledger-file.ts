import { open, readFile, truncate, type FileHandle } from 'node:fs/promises'
import { parseLines, type LedgerLine } from './ledger-line.ts'

/** An append-only file: a line that {@link LedgerFile.append} has answered for survives whatever is killed. */
export class LedgerFile {
  readonly #handle: FileHandle
  #waiting: { readonly text: string; readonly done: () => void; readonly failed: (error: unknown) => void }[] = []
  #writing: Promise<void> | null = null

  private constructor(handle: FileHandle) {
    this.#handle = handle
  }

  /** Opens a file, new or not, and reads what it holds. */
  static async open(path: string): Promise<{ readonly file: LedgerFile; readonly lines: readonly LedgerLine[] }> {
    const text = await readFile(path, 'utf8').catch(() => '')
    // The next line must not be appended to a torn one.
    if (text !== '' && !text.endsWith('\n')) await truncate(path, Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1)))
    return { file: new LedgerFile(await open(path, 'a', 0o600)), lines: parseLines(text) }
  }

  /** Resolves when the line is on the disk. Lines are written in the order in which they come; those that come meanwhile share one sync. */
  append(line: LedgerLine): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text: `${JSON.stringify(line)}\n`, done: resolve, failed: reject })
      this.#writing ??= this.#writeAll()
    })
  }

  async close(): Promise<void> {
    await this.#writing
    await this.#handle.close()
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      try {
        await this.#handle.appendFile(batch.map(({ text }) => text).join(''))
        await this.#handle.datasync()
        for (const { done } of batch) done()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    this.#writing = null
  }
}
