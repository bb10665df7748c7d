import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { JournalEntry } from '../../ports/store.ts'
import { errorCode } from '../file-error.ts'
import { parseJson } from './row.ts'
import type { Binding } from './sealer.ts'
import type { StoreKey } from './store-key.ts'

/** An end of a step that could not be written. */
export type ErroredEnd = Extract<JournalEntry, { type: 'end' }>

/** What a run could not write, as it was kept. */
export interface ErroredRun {
  readonly path: string
  readonly run: string
  readonly ends: readonly ErroredEnd[]
}

const prefix = 'errored-'
const extension = '.sealed'

/** Keeps the ends of steps that the database did not take in a sealed file, in the first folder that takes it. */
export class ErroredJournal {
  readonly #key: StoreKey
  readonly #folders: readonly string[]
  readonly #ends = new Map<string, ErroredEnd[]>()

  constructor(key: StoreKey, folders: readonly string[]) {
    this.#key = key
    this.#folders = folders
  }

  /** Adds an end to the file of its run. Where it is kept; null where nothing could be written. */
  keep(run: string, end: ErroredEnd): string | null {
    const ends = [...(this.#ends.get(run) ?? []), end]
    this.#ends.set(run, ends)
    for (const folder of this.#folders) {
      try {
        const path = join(folder, `${prefix}${run}${extension}`)
        replace(path, this.#key.forErrored().seal(JSON.stringify(ends), bindingOf(run)))
        return path
      } catch (error) {
        if (!(error instanceof Error)) throw error
      }
    }
    return null
  }

  /** What earlier processes kept; a file that does not open is left alone. */
  kept(): readonly ErroredRun[] {
    return this.#paths().flatMap((path) => this.#read(path) ?? [])
  }

  /** What a person should know of these files, a line each: what waits to be recorded, and what does not open. */
  problems(): readonly string[] {
    return this.#paths().map((path) => {
      const found = this.#read(path)
      if (found === null) return `${path}, which a run kept, was changed, or is of another key`
      const addresses = [...new Set(found.ends.map(({ address }) => address))].join(', ')
      return `what run ${found.run} could not record of ${addresses} is still in ${path}: the next apply, or "genesis resume", records it`
    })
  }

  #paths(): readonly string[] {
    return this.#folders.flatMap((folder) => namesIn(folder).map((name) => join(folder, name)))
  }

  #read(path: string): ErroredRun | null {
    const name = basename(path)
    const run = name.slice(prefix.length, -extension.length)
    const text = this.#key.forErrored().open(readFileSync(path), bindingOf(run))
    return text === null ? null : { path, run, ends: parseJson<readonly ErroredEnd[]>(text, name) }
  }
}

function bindingOf(run: string): Binding {
  return ['errored-journal', run]
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.startsWith(prefix) && name.endsWith(extension))
  } catch (error) {
    if (errorCode(error) === '') throw error
    return []
  }
}

function replace(path: string, bytes: Uint8Array): void {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`
  try {
    writeFileSync(temporary, bytes, { mode: 0o600, flush: true })
    renameSync(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}
