import { hash } from 'node:crypto'
import type { Json } from '../events/json.ts'
import type { Places } from './places.ts'

/** A document as the parser left it. */
export interface ParsedDocument {
  readonly value: Json
  readonly places: Places
}

/** Grows whenever the same text is to be read differently. */
const format = 2

/** An entry is a line: the digest of the file's text, a checksum of the rest, and the documents as JSON. */
const digestLength = 64
const checksumLength = 8
const entryStart = digestLength + checksumLength + 2

/**
 * What files were parsed to, by the digest of their text. Its own text is lines that are only read when they are asked for. Nothing in it is
 * relied on: a line that is damaged is none.
 */
export class ParseCache {
  readonly #header: string
  readonly #text: string
  /** Where the line of a digest begins and ends. */
  readonly #lines = new Map<string, readonly [number, number]>()
  readonly #used = new Set<string>()
  readonly #added = new Map<string, string>()
  readonly #digests = new Map<string, string>()

  /** `text` is what {@link text} gave before; anything else is taken for nothing. */
  constructor(text: string, version: string) {
    this.#header = `genesis-parsed ${format} ${JSON.stringify(version)}\n`
    this.#text = text.startsWith(this.#header) ? text : ''
    this.#index()
  }

  /** Whether there is an entry for a file with this text. It may yet turn out to be damaged. */
  has(text: string): boolean {
    return this.#lines.has(this.#digest(text))
  }

  /** The documents of a file with this text; null when they are not known. */
  get(text: string): readonly ParsedDocument[] | null {
    const digest = this.#digest(text)
    const line = this.#lines.get(digest)
    if (line === undefined) return null
    const documents = readEntry(this.#text.slice(...line))
    if (documents === null) this.#lines.delete(digest)
    else this.#used.add(digest)
    return documents
  }

  /** Remembers the documents of a file that holds no mistake. */
  put(text: string, documents: readonly ParsedDocument[]): void {
    const digest = this.#digest(text)
    const entry = JSON.stringify(documents.map(({ value, places }) => [value, places.root, places.table]))
    this.#added.set(digest, `${digest} ${checksum(entry)} ${entry}\n`)
  }

  /** What is to be written: nothing, some lines at the end of what is there, or a new text without what is no longer of use. */
  get changes(): { readonly kind: 'none' } | { readonly kind: 'append' | 'replace'; readonly text: string } {
    if (this.#added.size === 0) return { kind: 'none' }
    const added = [...this.#added.values()].join('')
    const isMostlyUsed = this.#text !== '' && this.#used.size + this.#added.size >= this.#lines.size / 2
    // A line that was cut short must not swallow the next one.
    if (isMostlyUsed) return { kind: 'append', text: this.#text.endsWith('\n') ? added : `\n${added}` }
    const kept = [...this.#used].map((digest) => `${this.#text.slice(...(this.#lines.get(digest) ?? [0, 0]))}\n`)
    return { kind: 'replace', text: `${this.#header}${kept.join('')}${added}` }
  }

  #index(): void {
    let start = this.#text === '' ? 0 : this.#header.length
    while (start < this.#text.length) {
      const found = this.#text.indexOf('\n', start)
      const end = found === -1 ? this.#text.length : found
      if (end - start > entryStart) this.#lines.set(this.#text.slice(start, start + digestLength), [start, end])
      start = end + 1
    }
  }

  #digest(text: string): string {
    let digest = this.#digests.get(text)
    if (digest === undefined) this.#digests.set(text, (digest = hash('sha256', text, 'hex')))
    return digest
  }
}

function checksum(entry: string): string {
  return hash('sha1', entry, 'hex').slice(0, checksumLength)
}

function readEntry(line: string): readonly ParsedDocument[] | null {
  const entry = line.slice(entryStart)
  if (line.slice(digestLength + 1, entryStart - 1) !== checksum(entry)) return null
  try {
    const documents = JSON.parse(entry) as readonly (readonly [Json, number, readonly number[]])[]
    return documents.map(([value, root, table]) => ({ value, places: { table, root } }))
  } catch {
    return null
  }
}
