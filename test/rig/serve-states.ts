import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Terraform's HTTP backend for tests, a state for each path, kept in memory. */
export interface ServedStates {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** The newest state by path, as text. */
  readonly states: Map<string, string>
  /** What Terraform said of itself when it took the lock, by path. */
  readonly locks: Map<string, string>
  /** Methods that are answered with 403 from now on. */
  readonly refused: Set<string>
  /** Method and path of every request, in the order in which they came. */
  readonly requests: string[]
  close(): Promise<void>
}

/** A request, before it is carried out or before it is answered. */
export interface StateMoment {
  readonly method: string
  readonly path: string
  readonly when: 'before' | 'after'
}

/** Starts one. `watch` is told of each request twice; what it does comes first. */
export async function serveStates(watch: (moment: StateMoment) => void = () => undefined): Promise<ServedStates> {
  const states = new Map<string, string>()
  const locks = new Map<string, string>()
  const refused = new Set<string>()
  const requests: string[] = []
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname
      const method = request.method ?? ''
      requests.push(`${method} ${path}`)
      watch({ method, path, when: 'before' })
      const [status, answer] = refused.has(method) ? ([403, ''] as const) : respond({ method, path, body, states, locks })
      watch({ method, path, when: 'after' })
      response.writeHead(status)
      response.end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, states, locks, refused, requests, close }
}

interface Exchange {
  readonly method: string
  readonly path: string
  readonly body: string
  readonly states: Map<string, string>
  readonly locks: Map<string, string>
}

function respond({ method, path, body, states, locks }: Exchange): readonly [number, string] {
  switch (method) {
    case 'GET': {
      const state = states.get(path)
      return state === undefined ? [404, ''] : [200, state]
    }
    case 'POST':
      states.set(path, body)
      return [200, '']
    case 'LOCK': {
      const held = locks.get(path)
      if (held !== undefined) return [423, held]
      locks.set(path, body)
      return [200, '']
    }
    case 'UNLOCK':
      locks.delete(path)
      return [200, '']
    default:
      return [405, '']
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
