import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Script } from 'node:vm'

/** Where chunks and their compiled code are. */
export interface CompiledChunksOptions {
  /** The folder of the chunks, absolute. */
  readonly chunks: string
  /** A private folder for compiled code, absolute; made when it is needed. */
  readonly cache: string
  /** Tells these chunks from those of any other build. */
  readonly build: string
  /** What this run does, in a word without spaces. Runs of one kind call mostly the same functions. */
  readonly purpose: string
}

interface Chunk {
  readonly module: { exports: unknown }
  readonly script: Script
  /** What the runs did whose functions came compiled. */
  readonly purposes: readonly string[]
}

/** Builds whose code is kept: somebody may use two versions side by side. */
const buildsKept = 3

/**
 * Loads chunks of this program, CommonJS modules, together with what V8 made of them in earlier runs. Node's own compile cache keeps a chunk
 * as it is right after loading, without the functions in it; this keeps those that a run has called. Compiling them took a third of a short
 * command. What is wrong with the kept code is passed over, and V8 itself refuses what another version of it made.
 */
export class CompiledChunks {
  readonly #options: CompiledChunksOptions
  readonly #folder: string
  readonly #loaded = new Map<string, Chunk>()

  constructor(options: CompiledChunksOptions) {
    this.#options = options
    this.#folder = join(options.cache, options.build)
  }

  /** What a chunk exports, by its file's name. It is loaded once, with those that it requires. */
  load(name: string): unknown {
    const known = this.#loaded.get(name)
    if (known !== undefined) return known.module.exports
    const path = join(this.#options.chunks, name)
    const kept = this.#kept(name)
    // The parameters of a CommonJS module, without a line of their own: places in stack traces stay as they are in the file.
    const text = `(function(exports,require,module,__filename,__dirname){${readFileSync(path, 'utf8')}\n})`
    const script = new Script(text, { filename: path, ...(kept === null ? {} : { cachedData: kept.code }) })
    const purposes = kept === null || script.cachedDataRejected === true ? [] : kept.purposes
    const module = { exports: {} }
    this.#loaded.set(name, { module, script, purposes })
    const outside = createRequire(path)
    const require = (id: string): unknown => (id.startsWith('./') ? this.load(id.slice(2)) : outside(id))
    const run = script.runInThisContext() as (...parameters: readonly unknown[]) => void
    run(module.exports, require, module, path, this.#options.chunks)
    return module.exports
  }

  /** Keeps what was compiled for the next run, unless a run with the same purpose did. */
  save(): void {
    const { purpose } = this.#options
    const news = [...this.#loaded].filter(([, { purposes }]) => !purposes.includes(purpose))
    if (news.length === 0) return
    attempt(() => {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
      for (const [name, { script, purposes }] of news) this.#keep(name, [...purposes, purpose], script.createCachedData())
      this.#evict()
    })
  }

  #kept(name: string): { readonly purposes: readonly string[]; readonly code: Buffer } | null {
    const bytes = attempt(() => readFileSync(join(this.#folder, name)))
    if (bytes === null) return null
    const start = bytes.indexOf('\n') + 1
    return { purposes: bytes.toString('latin1', 0, start - 1).split(' '), code: bytes.subarray(start) }
  }

  #keep(name: string, purposes: readonly string[], code: Buffer): void {
    const path = join(this.#folder, name)
    const temporary = `${path}.${process.pid}`
    const descriptor = openSync(temporary, 'wx', 0o600)
    try {
      writeFileSync(descriptor, Buffer.concat([Buffer.from(`${purposes.join(' ')}\n`), code]))
      // V8 trusts what it is given: code that a crash left half written would take the process with it.
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, path)
  }

  #evict(): void {
    const { cache } = this.#options
    const builds = readdirSync(cache).map((name) => ({ path: join(cache, name), ms: statSync(join(cache, name)).mtimeMs }))
    for (const { path } of builds.toSorted((one, two) => two.ms - one.ms).slice(buildsKept)) rmSync(path, { recursive: true, force: true })
  }
}

/** The kept code only ever saves time: what goes wrong with it is of no interest. */
function attempt<T>(task: () => T): T | null {
  try {
    return task()
  } catch {
    return null
  }
}
