import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { nodeNetwork } from '../../src/adapters/node-network.ts'
import type { HttpCall, HttpReply } from '../../src/ports/network.ts'
import { checkForLeaks } from '../rig/leak-check.ts'

const network = nodeNetwork()

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return (server.address() as AddressInfo).port
}

async function ask(handler: RequestListener, more: Partial<HttpCall> = {}): Promise<HttpReply> {
  const port = await listen(createHttp(handler))
  const { signal } = new AbortController()
  return network.request({ method: 'GET', url: `http://127.0.0.1:${port}/a?b=c`, headers: {}, body: null, maxBodyBytes: 100, signal, ...more })
}

function textOf(reply: HttpReply): string {
  return reply.kind === 'answered' ? new TextDecoder().decode(reply.body) : reply.message
}

/** A port where nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

describe('the network', () => {
  it('sends what is said, and gives back what came', async () => {
    checkForLeaks()
    const reply = await ask(
      (request, response) => {
        const chunks: Buffer[] = []
        request.on('data', (chunk: Buffer) => chunks.push(chunk))
        request.on('end', () => {
          response.writeHead(201, { 'X-Seen': `${request.method} ${request.url} ${String(request.headers['x-token'])}` })
          response.end(`got ${Buffer.concat(chunks).toString()}`)
        })
      },
      { method: 'POST', headers: { 'x-token': 'T' }, body: 'hello' },
    )
    expect(reply).toMatchObject({ kind: 'answered', status: 201, statusText: 'Created', headers: { 'x-seen': 'POST /a?b=c T' }, cut: false })
    expect(textOf(reply)).toBe('got hello')
  })

  it.each([
    [100, false],
    [101, true],
    [10_000_000, true],
  ])('reads no more of a body of %i bytes than it may', async (length, cut) => {
    checkForLeaks()
    const reply = await ask((_, response) => response.end('x'.repeat(length)))
    expect([textOf(reply), reply.kind === 'answered' && reply.cut]).toEqual(['x'.repeat(100), cut])
  })

  it('does not follow a redirect', async () => {
    checkForLeaks()
    const seen: string[] = []
    const reply = await ask((request, response) => {
      seen.push(request.url ?? '')
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect(reply).toMatchObject({ status: 302, headers: { location: '/elsewhere' } })
    expect(seen).toEqual(['/a?b=c'])
  })

  it('gives up when it is told to, before the answer and in the middle of it', async () => {
    checkForLeaks()
    for (const begin of [false, true]) {
      const stop = new AbortController()
      const reply = await ask(
        (_, response) => {
          if (begin) response.write('x')
          stop.abort()
        },
        { signal: stop.signal },
      )
      expect(reply).toEqual({ kind: 'failed', message: 'no answer in time' })
    }
  })

  it('says in words why there is no answer', async () => {
    checkForLeaks()
    const port = await listen(
      createServer((socket) =>
        socket
          .on('error', () => undefined)
          .resume()
          .end('SSH-2.0\r\n'),
      ),
    )
    const { signal } = new AbortController()
    const call = { method: 'GET', headers: {}, body: null, maxBodyBytes: 100, signal }
    const reasons = [
      await network.request({ ...call, url: `http://127.0.0.1:${await freePort()}/` }),
      await network.request({ ...call, url: `http://127.0.0.1:${port}/` }),
      await network.request({ ...call, url: `https://127.0.0.1:${port}/` }),
      await network.request({ ...call, url: `http://127.0.0.1:${port}/`, headers: { a: 'b\nc' } }),
    ]
    expect(reasons.map(textOf)).toEqual([
      'connection refused',
      'what answers does not speak HTTP',
      'what answers does not speak TLS',
      'the connection failed (ERR_INVALID_CHAR)',
    ])
  })

  it('connects, and closes at once', async () => {
    checkForLeaks()
    const closed = Promise.withResolvers<void>()
    const port = await listen(createServer((socket) => void socket.once('close', () => closed.resolve()).resume()))
    const { signal } = new AbortController()
    expect(await network.connect({ host: '127.0.0.1', port, signal })).toEqual({ kind: 'connected' })
    await closed.promise
    expect(await network.connect({ host: '127.0.0.1', port: await freePort(), signal })).toEqual({ kind: 'failed', message: 'connection refused' })
    expect(await network.connect({ host: '127.0.0.1', port, signal: AbortSignal.abort() })).toEqual({ kind: 'failed', message: 'no answer in time' })
  })
})
