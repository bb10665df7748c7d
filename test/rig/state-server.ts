import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A stand-in for a team's own state server: Terraform's HTTP backend, a state for each path, kept in memory for one test. */
export interface StateServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** The newest state by path, as text. */
  readonly states: Map<string, string>
  /** Method and path of every request, in the order in which they came. */
  readonly requests: string[]
}

/** Starts one; it ends with the test. */
export async function startStateServer(): Promise<StateServer> {
  const states = new Map<string, string>()
  const locks = new Map<string, string>()
  const requests: string[] = []
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname
      requests.push(`${request.method ?? ''} ${path}`)
      const [status, answer] = respond({ method: request.method ?? '', path, body, states, locks })
      response.writeHead(status)
      response.end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, states, requests }
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
