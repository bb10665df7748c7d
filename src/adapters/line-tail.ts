import { closeSync, openSync, readSync } from 'node:fs'
import { LineSplitter } from './line-splitter.ts'
import { nextTurn } from './next-turn.ts'

const chunkBytes = 64 * 1024
const pollMs = 50

/** Lines beyond this are cut. */
export const maxLineBytes = 1024 * 1024

/** A file that another process writes to, followed line by line. */
export interface LineTail {
  /** Delivers all that has been written until now, the unfinished last line included, and closes the file. Resolves when that is done. */
  finish(): Promise<void>
}

/**
 * Follows a file from its beginning. It is looked at every 50 ms and read in pieces of 64 KiB, one per turn of the event loop, so
 * that a flood of output neither fills the memory nor holds up the engine. Reads are synchronous: what was just written is in
 * memory, and reading it takes less time than handing the work to a thread.
 */
export function followLines(path: string, onLine: (line: string) => void): LineTail {
  const descriptor = openSync(path, 'r')
  const buffer = Buffer.allocUnsafeSlow(chunkBytes)
  const splitter = new LineSplitter({ maxLineBytes, onLine })

  /** False at the end of what is there. */
  function readPiece(): boolean {
    const count = readSync(descriptor, buffer, 0, chunkBytes, null)
    splitter.push(buffer.subarray(0, count))
    return count === chunkBytes
  }

  let stopped = false
  let timer: NodeJS.Timeout | undefined
  function poll(): void {
    if (stopped) return
    const more = readPiece()
    timer = setTimeout(poll, more ? 0 : pollMs)
  }
  timer = setTimeout(poll, pollMs)

  return {
    async finish() {
      stopped = true
      clearTimeout(timer)
      try {
        while (readPiece()) await nextTurn()
        splitter.end()
      } finally {
        closeSync(descriptor)
      }
    },
  }
}
