import { closeSync, fstatSync } from 'node:fs'
import { fileCalls } from './file-calls.ts'
import { errorCode } from './file-error.ts'
import { wholeCharactersEnd, wholeCharactersStart } from './utf8-bounds.ts'

/**
 * A file's text, or, where it has more than `maxBytes`, its beginning and its end in about equal parts, with a line between them
 * that says how much is left out. Empty when there is no such file.
 */
export async function readBoundedText(path: string, maxBytes: number): Promise<string> {
  let file: number
  try {
    file = await fileCalls.open(path, 'r')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return ''
    throw error
  }
  try {
    const { size } = fstatSync(file)
    if (size <= maxBytes) return (await readRange(file, 0, size)).toString('utf8')
    const headBytes = Math.floor(maxBytes / 2)
    const tailBytes = maxBytes - headBytes
    // One byte more than is shown tells whether the last character is whole.
    const head = await readRange(file, 0, headBytes + 1)
    const tail = await readRange(file, size - tailBytes, tailBytes)
    return joinEnds({ head, headBytes, tail, size })
  } finally {
    closeSync(file)
  }
}

function joinEnds({ head, headBytes, tail, size }: { head: Buffer; headBytes: number; tail: Buffer; size: number }): string {
  const headEnd = wholeCharactersEnd(head, headBytes)
  const tailStart = wholeCharactersStart(tail, 0)
  const left = size - headEnd - (tail.length - tailStart)
  return `${head.toString('utf8', 0, headEnd)}\n[${left} bytes left out]\n${tail.toString('utf8', tailStart)}`
}

/** Shorter than asked for when the file shrank meanwhile. */
async function readRange(file: number, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const bytesRead = await fileCalls.read(file, buffer.subarray(filled), position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
