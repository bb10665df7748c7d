import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Http, HttpServer, HttpServerRequest, HttpServerResponse } from '../ports/http.ts'
import { flatHeaders } from './flat-headers.ts'

type Handler = (request: HttpServerRequest) => Promise<HttpServerResponse>

/** HTTP by Node's own server. */
export function nodeHttp(): Http {
  return {
    async serve(handler, { maxBodyBytes }) {
      // Not by `import`: that reads every export, and one of them loads a whole client (25 ms).
      const { createServer } = process.getBuiltinModule('node:http')
      const server = createServer((request, response) => void answer({ request, response, handler, maxBodyBytes }))
      await listen(server)
      return { port: portOf(server.address()), close: () => close(server) } satisfies HttpServer
    },
  }
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function portOf(address: string | AddressInfo | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly handler: Handler
  readonly maxBodyBytes: number
}

/** Never rejects: what goes wrong is either told to the client or means that it is gone. */
async function answer({ request, response, handler, maxBodyBytes }: Exchange): Promise<void> {
  try {
    const body = await readBody(request, maxBodyBytes)
    if (body === null) {
      // The rest of the body is never read, so the connection cannot be used again.
      response.shouldKeepAlive = false
      send(response, { status: 413 })
      return
    }
    send(response, await handler({ method: request.method ?? 'GET', url: request.url ?? '/', headers: flatHeaders(request), body }))
  } catch {
    if (response.headersSent) response.destroy()
    else send(response, { status: 500 })
  }
}

/** Null when it is too large. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return null
  const chunks: Buffer[] = []
  let total = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    total += chunk.length
    if (total > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function send(response: ServerResponse, { status, headers, body }: HttpServerResponse): void {
  response.writeHead(status, headers)
  response.end(body)
}
