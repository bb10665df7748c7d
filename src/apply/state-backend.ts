import { createHash, timingSafeEqual } from 'node:crypto'
import { InternalError } from '../events/internal-error.ts'
import { isJsonObject } from '../events/json.ts'
import type { KeptState, StateBackend } from '../plan/provider.ts'
import type { Clock } from '../ports/clock.ts'
import type { Http, HttpServer, HttpServerRequest, HttpServerResponse } from '../ports/http.ts'
import type { Random } from '../ports/random.ts'
import { StoreError, type RunToken, type Store } from '../ports/store.ts'

/** What a state backend is made of. */
export interface StateBackendOptions {
  readonly http: Http
  readonly store: Pick<Store, 'terraformState' | 'putTerraformState' | 'stateCopy' | 'putStateCopy'>
  readonly random: Pick<Random, 'secret'>
  readonly clock: Pick<Clock, 'now'>
  /** Null while planning: then nothing can be written. */
  readonly token: RunToken | null
  /** Called after each new version is durable. */
  readonly onWrite?: (address: string, state: KeptState) => void
}

/** A state above this is refused with 413. */
const maxStateBytes = 256 * 1024 * 1024

/**
 * Terraform's HTTP backend on loopback: https://developer.hashicorp.com/terraform/language/backend/http. The server starts with the first
 * `connect`. Each address has a password of its own, so that one stack cannot read or write another's state. A write is accepted only from
 * the holder of the address's lock, with a run's token, and as the successor of the newest version; it is durable before it is answered.
 */
export function createStateBackend(options: StateBackendOptions): StateBackend & { close(): Promise<void> } {
  const served = new ServedStates(options)
  return {
    connect: (address) => served.connect(address),
    read: (address) => options.store.terraformState(address),
    keepCopy: (address, copy) => {
      const { store, token, clock } = options
      if (token === null) throw new InternalError('apply/copy-while-planning', `a copy of the state of ${address} was to be kept while planning`)
      return store.putStateCopy(token, address, copy, clock.now())
    },
    readCopy: (address) => options.store.stateCopy(address),
    close: () => served.close(),
  }
}

interface Lock {
  readonly id: string
  /** What Terraform said of itself, given back to whoever finds the lock taken. */
  readonly info: string
}

class ServedStates {
  readonly #options: StateBackendOptions
  readonly #passwords = new Map<string, string>()
  readonly #locks = new Map<string, Lock>()
  /** One write after the other for each address: two that overlap would both compare with the same newest version. */
  readonly #writes = new Map<string, Promise<unknown>>()
  #server: Promise<HttpServer> | null = null

  constructor(options: StateBackendOptions) {
    this.#options = options
  }

  async connect(address: string): Promise<Readonly<Record<string, string>>> {
    this.#server ??= this.#options.http.serve((request) => this.#answer(request), { maxBodyBytes: maxStateBytes })
    const { port } = await this.#server
    const password = this.#passwords.get(address) ?? this.#options.random.secret(32)
    this.#passwords.set(address, password)
    const url = `http://127.0.0.1:${port}/${encodeURIComponent(address)}`
    return {
      TF_HTTP_ADDRESS: url,
      TF_HTTP_LOCK_ADDRESS: url,
      TF_HTTP_UNLOCK_ADDRESS: url,
      TF_HTTP_USERNAME: 'genesis',
      TF_HTTP_PASSWORD: password,
    }
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = null
    await (await server)?.close()
  }

  async #answer(request: HttpServerRequest): Promise<HttpServerResponse> {
    const url = new URL(request.url, 'http://127.0.0.1')
    const address = addressOf(url)
    if (address === null || !this.#isAllowed(address, request.headers['authorization'])) return plain(401, 'not authorised')
    switch (request.method) {
      case 'GET':
        return this.#get(address)
      case 'POST':
        return this.#oneByOne(address, () => this.#post(address, url.searchParams.get('ID'), request.body))
      case 'LOCK':
        return this.#lock(address, request.body)
      case 'UNLOCK':
        return this.#unlock(address, request.body)
      case 'DELETE':
        return plain(403, 'kept states are not deleted: versions stay, "genesis state rm" forgets the resource')
      default:
        return plain(405, 'GET, POST, LOCK and UNLOCK are understood')
    }
  }

  #isAllowed(address: string, authorization: string | undefined): boolean {
    const password = this.#passwords.get(address)
    if (password === undefined || authorization === undefined) return false
    const expected = `Basic ${Buffer.from(`genesis:${password}`).toString('base64')}`
    return timingSafeEqual(sha256(authorization), sha256(expected))
  }

  async #get(address: string): Promise<HttpServerResponse> {
    const state = await this.#options.store.terraformState(address)
    if (state === null) return plain(404, 'no state yet')
    return { status: 200, headers: { 'content-type': 'application/json' }, body: state.body }
  }

  #lock(address: string, body: Uint8Array): HttpServerResponse {
    const info = Buffer.from(body).toString('utf8')
    const id = lockId(info)
    if (id === null) return plain(400, 'the lock has no ID')
    const held = this.#locks.get(address)
    if (held !== undefined && held.id !== id) return { status: 423, headers: { 'content-type': 'application/json' }, body: held.info }
    this.#locks.set(address, { id, info })
    return { status: 200 }
  }

  #unlock(address: string, body: Uint8Array): HttpServerResponse {
    const held = this.#locks.get(address)
    if (held === undefined) return { status: 200 }
    if (held.id !== lockId(Buffer.from(body).toString('utf8'))) return { status: 409, headers: { 'content-type': 'application/json' }, body: held.info }
    this.#locks.delete(address)
    return { status: 200 }
  }

  async #post(address: string, id: string | null, bytes: Uint8Array): Promise<HttpServerResponse> {
    const { store, clock, token } = this.#options
    if (token === null) return plain(403, 'planning changes no state')
    const held = this.#locks.get(address)
    if (held === undefined || held.id !== id) return plain(409, 'the state is written only by whoever holds its lock')
    const state = parseState(Buffer.from(bytes).toString('utf8'))
    if (state === null) return plain(400, 'this is no Terraform state of version 4')
    const newest = await store.terraformState(address)
    if (newest !== null) {
      if (isSame(newest, state)) return { status: 200 }
      const conflict = successionProblem(newest, state)
      if (conflict !== null) return plain(409, conflict)
    }
    try {
      await store.putTerraformState(token, address, state, clock.now())
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      if (error.reason === 'stale-token') return plain(409, 'another run has taken over the environment')
      return plain(500, 'the state could not be written')
    }
    this.#options.onWrite?.(address, state)
    return { status: 200 }
  }

  #oneByOne(address: string, task: () => Promise<HttpServerResponse>): Promise<HttpServerResponse> {
    const before = this.#writes.get(address) ?? Promise.resolve()
    const after = before.then(task, task)
    this.#writes.set(address, after)
    return after
  }
}

function addressOf(url: URL): string | null {
  try {
    return decodeURIComponent(url.pathname.slice(1))
  } catch {
    return null
  }
}

function lockId(info: string): string | null {
  const parsed = parseJson(info)
  if (!isJsonObject(parsed)) return null
  const id = parsed['ID']
  return typeof id === 'string' && id !== '' ? id : null
}

function parseState(body: string): KeptState | null {
  const parsed = parseJson(body)
  if (!isJsonObject(parsed) || parsed['version'] !== 4) return null
  const { serial, lineage } = parsed
  if (typeof serial !== 'number' || !Number.isSafeInteger(serial) || serial < 0 || typeof lineage !== 'string' || lineage === '') return null
  return { serial, lineage, body }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isSame(newest: KeptState, state: KeptState): boolean {
  return newest.serial === state.serial && newest.lineage === state.lineage && newest.body === state.body
}

function successionProblem(newest: KeptState, state: KeptState): string | null {
  if (newest.lineage !== state.lineage) return `the state has the lineage ${state.lineage}, the kept one ${newest.lineage}`
  if (state.serial <= newest.serial) return `the state has the serial ${state.serial}, the kept one ${newest.serial} already`
  return null
}

function plain(status: number, body: string): HttpServerResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${body}\n` }
}

function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest()
}
