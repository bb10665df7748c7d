import { isJsonObject, type Json } from '../../../events/json.ts'
import { FileError, type Files } from '../../../ports/files.ts'
import type { Binary } from './binary.ts'

/** Asks the program for its version; null when it does not say one. */
export type AskVersion = () => Promise<string | null>

const maxBytes = 1024 * 1024

/** The versions of programs, remembered in the cache folder by what the file looks like, so that they are asked once and not each time. */
export class BinaryVersions {
  readonly #files: Files
  readonly #cacheFolder: string
  readonly #known = new Map<string, Promise<string | null>>()

  constructor(files: Files, cacheFolder: string) {
    this.#files = files
    this.#cacheFolder = cacheFolder
  }

  /** The version if it was asked before; nothing is run. */
  async remembered(binary: Binary): Promise<string | null> {
    const entry = (await this.#read())[binary.path]
    return isJsonObject(entry) && entry['stamp'] === binary.stamp && typeof entry['version'] === 'string' ? entry['version'] : null
  }

  /** The version; asked when it is not remembered. */
  of(binary: Binary, ask: AskVersion): Promise<string | null> {
    const key = `${binary.path}\0${binary.stamp}`
    const known = this.#known.get(key) ?? this.#find(binary, ask)
    this.#known.set(key, known)
    return known
  }

  async #find(binary: Binary, ask: AskVersion): Promise<string | null> {
    const remembered = await this.remembered(binary)
    if (remembered !== null) return remembered
    const version = await ask()
    if (version === null) return null
    const all = { ...(await this.#read()), [binary.path]: { stamp: binary.stamp, version } }
    await this.#files.makeDirectory(this.#cacheFolder, { mode: 0o700 })
    await this.#files.write(this.#path, JSON.stringify(all), { mode: 0o600, durable: false })
    return version
  }

  get #path(): string {
    return `${this.#cacheFolder}/program-versions.json`
  }

  async #read(): Promise<Readonly<Record<string, Json>>> {
    try {
      const json = JSON.parse(await this.#files.readText(this.#path, { maxBytes })) as Json
      return isJsonObject(json) ? json : {}
    } catch (error) {
      if (error instanceof FileError || error instanceof SyntaxError) return {}
      throw error
    }
  }
}

/** Reads what `terraform version -json` prints; `tofu` uses the same field. */
export function parseVersionJson(text: string): string | null {
  try {
    const json = JSON.parse(text) as Json
    return isJsonObject(json) && typeof json['terraform_version'] === 'string' ? json['terraform_version'] : null
  } catch {
    return null
  }
}
