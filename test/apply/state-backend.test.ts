import { describe, expect, it, onTestFinished } from 'vitest'
import { createStateBackend } from '../../src/apply/state-backend.ts'
import type { KeptState, StateBackend } from '../../src/plan/provider.ts'
import type { Http, HttpServerRequest, HttpServerResponse } from '../../src/ports/http.ts'
import { StoreError, type RunToken } from '../../src/ports/store.ts'
import { nodeHttp } from '../../src/adapters/node-http.ts'
import { noCopies } from '../rig/no-states.ts'

const token: RunToken = { run: 'r', environment: 'dev', token: 1 }
const lock = JSON.stringify({ ID: 'lock-1', Who: 'somebody' })

function stateBody(serial: number, lineage = 'line', more: object = {}): string {
  return JSON.stringify({ version: 4, serial, lineage, outputs: {}, resources: [], ...more })
}

interface Bench {
  readonly backend: StateBackend
  readonly versions: KeptState[]
  readonly writes: string[]
  readonly servers: { started: number; closed: number }
  /** A request as the Terraform of that address sends it. */
  readonly ask: (
    method: string,
    options?: { readonly id?: string; readonly body?: string; readonly address?: string; readonly password?: string },
  ) => Promise<HttpServerResponse>
  failWith: StoreError | null
}

async function bench(mayWrite: RunToken | null = token): Promise<Bench> {
  const versions: KeptState[] = []
  const writes: string[] = []
  const servers = { started: 0, closed: 0 }
  let handle: ((request: HttpServerRequest) => Promise<HttpServerResponse>) | null = null
  const http: Http = {
    serve(handler) {
      servers.started++
      handle = handler
      return Promise.resolve({
        port: 4711,
        close: () => {
          servers.closed++
          return Promise.resolve()
        },
      })
    },
  }
  let secrets = 0
  const backend = createStateBackend({
    http,
    store: {
      terraformState: () => Promise.resolve(versions.at(-1) ?? null),
      putTerraformState: async (_, __, state) => {
        await new Promise<void>((resolve) => setImmediate(resolve))
        if (bench.failWith !== null) throw bench.failWith
        versions.push(state)
      },
      ...noCopies,
    },
    random: { secret: () => `secret-${++secrets}` },
    clock: { now: () => 0 },
    token: mayWrite,
    onWrite: (address, { serial }) => writes.push(`${address} ${serial}`),
  })
  onTestFinished(() => backend.close())
  const bench: Bench = {
    backend,
    versions,
    writes,
    servers,
    failWith: null,
    async ask(method, { id, body = '', address = 'dev/app', password } = {}) {
      const environment = await backend.connect(address)
      const url = new URL(environment['TF_HTTP_ADDRESS'] ?? '')
      const authorization = `Basic ${Buffer.from(`genesis:${password ?? environment['TF_HTTP_PASSWORD'] ?? ''}`).toString('base64')}`
      const query = id === undefined ? '' : `?ID=${id}`
      if (handle === null) throw new Error('no server')
      return handle({ method, url: `${url.pathname}${query}`, headers: { authorization }, body: Buffer.from(body) })
    },
  }
  await backend.connect('dev/app')
  return bench
}

describe("Terraform's HTTP backend", () => {
  it('starts with the first connection, once, and ends when it is closed', async () => {
    const { backend, servers } = await bench()
    await Promise.all([backend.connect('dev/a'), backend.connect('dev/b')])
    expect(servers.started).toBe(1)
  })

  it('gives each address a password of its own, and keeps it', async () => {
    const { backend } = await bench()
    const [app, again, other] = await Promise.all([backend.connect('dev/app'), backend.connect('dev/app'), backend.connect('dev/net')])
    expect(app).toEqual(again)
    expect(app['TF_HTTP_PASSWORD']).not.toBe(other['TF_HTTP_PASSWORD'])
    expect(app).toMatchObject({ TF_HTTP_ADDRESS: 'http://127.0.0.1:4711/dev%2Fapp', TF_HTTP_LOCK_ADDRESS: 'http://127.0.0.1:4711/dev%2Fapp' })
  })

  it('lets nobody in without it, nor with that of another address', async () => {
    const { backend, ask } = await bench()
    const other = await backend.connect('dev/net')
    expect((await ask('GET', { password: 'wrong' })).status).toBe(401)
    expect((await ask('GET', { password: other['TF_HTTP_PASSWORD'] ?? '' })).status).toBe(401)
  })

  it('gives the newest state, or 404', async () => {
    const { ask, versions } = await bench()
    expect((await ask('GET')).status).toBe(404)
    versions.push({ serial: 1, lineage: 'line', body: stateBody(1) })
    expect(await ask('GET')).toMatchObject({ status: 200, body: stateBody(1) })
  })

  it('writes for whoever holds the lock, and says so', async () => {
    const { ask, versions, writes } = await bench()
    expect((await ask('LOCK', { body: lock })).status).toBe(200)
    expect((await ask('POST', { id: 'lock-1', body: stateBody(1) })).status).toBe(200)
    expect((await ask('UNLOCK', { body: lock })).status).toBe(200)
    expect(versions).toEqual([{ serial: 1, lineage: 'line', body: stateBody(1) }])
    expect(writes).toEqual(['dev/app 1'])
  })

  it.each([
    ['without a lock', null, undefined],
    ['with another lock', lock, 'lock-2'],
    ['without naming the lock', lock, undefined],
  ])('refuses to write %s', async (_, held, id) => {
    const { ask, versions } = await bench()
    if (held !== null) await ask('LOCK', { body: held })
    expect((await ask('POST', { body: stateBody(1), ...(id === undefined ? {} : { id }) })).status).toBe(409)
    expect(versions).toEqual([])
  })

  it('refuses every write while planning', async () => {
    const { ask, versions } = await bench(null)
    await ask('LOCK', { body: lock })
    expect((await ask('POST', { id: 'lock-1', body: stateBody(1) })).status).toBe(403)
    expect(versions).toEqual([])
  })

  it.each([
    ['another lineage', stateBody(5, 'other'), 409],
    ['an older serial', stateBody(3), 409],
    ['the same serial with other content', stateBody(4, 'line', { outputs: { a: { value: 1 } } }), 409],
    ['the very same state', stateBody(4), 200],
    ['no JSON', 'text', 400],
    ['an old version', JSON.stringify({ version: 3, serial: 5, lineage: 'line' }), 400],
    ['no lineage', JSON.stringify({ version: 4, serial: 5, lineage: '' }), 400],
    ['a serial that is none', JSON.stringify({ version: 4, serial: -1, lineage: 'line' }), 400],
  ])('answers to %s as it must, and writes nothing', async (_, body, status) => {
    const { ask, versions } = await bench()
    versions.push({ serial: 4, lineage: 'line', body: stateBody(4) })
    await ask('LOCK', { body: lock })
    expect((await ask('POST', { id: 'lock-1', body })).status).toBe(status)
    expect(versions).toHaveLength(1)
  })

  it('compares each of two writes at once with what the other left', async () => {
    const { ask, versions } = await bench()
    await ask('LOCK', { body: lock })
    const answers = await Promise.all([
      ask('POST', { id: 'lock-1', body: stateBody(1) }),
      ask('POST', { id: 'lock-1', body: stateBody(1, 'line', { outputs: { a: {} } }) }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 409])
    expect(versions).toHaveLength(1)
  })

  it.each([
    [new StoreError('stale-token', 'x'), 409],
    [new StoreError('no-space', 'x'), 500],
  ])('hands on that the store refused: %s', async (error, status) => {
    const one = await bench()
    await one.ask('LOCK', { body: lock })
    one.failWith = error
    expect((await one.ask('POST', { id: 'lock-1', body: stateBody(1) })).status).toBe(status)
    expect(one.writes).toEqual([])
  })

  it('tells who holds a lock that somebody else wants, and frees it only for its holder', async () => {
    const { ask } = await bench()
    await ask('LOCK', { body: lock })
    const other = JSON.stringify({ ID: 'lock-2' })
    expect(await ask('LOCK', { body: other })).toMatchObject({ status: 423, body: lock })
    expect((await ask('UNLOCK', { body: other })).status).toBe(409)
    expect((await ask('UNLOCK', { body: lock })).status).toBe(200)
    expect((await ask('LOCK', { body: other })).status).toBe(200)
    expect((await ask('LOCK', { body: 'no lock' })).status).toBe(400)
  })

  it.each([
    ['DELETE', 403],
    ['PUT', 405],
  ])('does nothing for %s', async (method, status) => {
    expect((await (await bench()).ask(method)).status).toBe(status)
  })

  it('answers over a real socket', async () => {
    const backend = createStateBackend({
      http: nodeHttp(),
      store: {
        terraformState: () => Promise.resolve({ serial: 1, lineage: 'l', body: stateBody(1, 'l') }),
        putTerraformState: () => Promise.resolve(),
        ...noCopies,
      },
      random: { secret: () => 'p' },
      clock: { now: () => 0 },
      token,
    })
    onTestFinished(() => backend.close())
    const { TF_HTTP_ADDRESS: url = '' } = await backend.connect('dev/app')
    const headers = { authorization: `Basic ${Buffer.from('genesis:p').toString('base64')}` }
    expect(await (await fetch(url, { headers })).text()).toBe(stateBody(1, 'l'))
    expect((await fetch(url, { method: 'LOCK', headers, body: lock })).status).toBe(200)
    expect((await fetch(url)).status).toBe(401)
  })
})
