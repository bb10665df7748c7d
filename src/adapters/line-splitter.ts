import { wholeCharactersEnd } from './utf8-bounds.ts'

const newline = 0x0a
const carriageReturn = 0x0d

/**
 * Cuts a stream of bytes into lines of text, without their ends (`\n` or `\r\n`). Of a line beyond `maxLineBytes` only the beginning
 * is kept, followed by a mark that says how much is missing; never more than that is held.
 */
export class LineSplitter {
  readonly #onLine: (line: string) => void
  readonly #maxLineBytes: number
  #parts: Buffer[] = []
  #kept = 0
  #dropped = 0

  constructor(options: { readonly maxLineBytes: number; readonly onLine: (line: string) => void }) {
    this.#onLine = options.onLine
    this.#maxLineBytes = options.maxLineBytes
  }

  /** How many bytes of an unfinished line are held. */
  get heldBytes(): number {
    return this.#kept
  }

  /** Takes the next bytes. They are copied where they must be kept: the caller may use the buffer again. */
  push(chunk: Buffer): void {
    let start = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      this.#finish(chunk.subarray(start, end))
      start = end + 1
    }
    if (start < chunk.length) this.#keep(Buffer.from(chunk.subarray(start)))
  }

  /** Delivers what is left as a last line. */
  end(): void {
    if (this.#kept > 0) this.#finish(Buffer.alloc(0))
  }

  #keep(part: Buffer): void {
    // One byte more than is delivered: whether the character at the border is whole can only be seen from the byte after it.
    const room = this.#maxLineBytes + 1 - this.#kept
    const taken = part.subarray(0, Math.max(0, room))
    if (taken.length > 0) this.#parts.push(taken)
    this.#kept += taken.length
    this.#dropped += part.length - taken.length
  }

  #finish(last: Buffer): void {
    if (this.#parts.length === 0 && last.length <= this.#maxLineBytes) {
      this.#onLine(decode(last))
      return
    }
    this.#keep(last)
    const line = this.#parts.length === 1 ? (this.#parts[0] ?? last) : Buffer.concat(this.#parts)
    const total = this.#kept + this.#dropped
    this.#parts = []
    this.#kept = 0
    this.#dropped = 0
    if (total <= this.#maxLineBytes) {
      this.#onLine(decode(line))
      return
    }
    const end = wholeCharactersEnd(line, this.#maxLineBytes)
    this.#onLine(`${line.toString('utf8', 0, end)} [${total - end} bytes of this line were cut]`)
  }
}

function decode(line: Buffer): string {
  const end = line.at(-1) === carriageReturn ? line.length - 1 : line.length
  return line.toString('utf8', 0, end)
}
