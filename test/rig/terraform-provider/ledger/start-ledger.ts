import { rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { answerControl } from './ledger-control.ts'
import { Ledger } from './ledger.ts'
import type { LedgerCall } from './ledger-call.ts'

/** A ledger that providers in other processes reach by its socket. */
export interface LedgerServer {
  readonly ledger: Ledger
  /** The socket's path: what providers are told as `LAB_LEDGER`. It is the same when the folder is opened again. */
  readonly address: string
  close(): Promise<void>
}

/**
 * Opens the ledger of a folder (its path may have some 90 characters, as it holds a socket) and serves it: `POST /call` and `POST /stop`
 * for providers, and what `ledger-control.ts` says for people and scripts.
 */
export async function startLedger(folder: string): Promise<LedgerServer> {
  const ledger = await Ledger.open(folder)
  const address = join(folder, 'ledger.sock')
  rmSync(address, { force: true })
  const server = createServer((request, response) => {
    void respond(ledger, request).then(
      (answer) => {
        response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
        response.end(answer === undefined ? 'there is no such request' : JSON.stringify(answer))
      },
      (error: unknown) => {
        response.writeHead(500)
        response.end(String(error))
      },
    )
  })
  // A provider's idle connection must not be closed just as it sends its next call.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
  return {
    ledger,
    address,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await ledger.close()
    },
  }
}

async function respond(ledger: Ledger, request: IncomingMessage): Promise<unknown> {
  const path = request.url ?? '/'
  const body = await readBody(request)
  if (request.method === 'POST' && path === '/call') return ledger.call(body as LedgerCall)
  if (request.method === 'POST' && path === '/stop') return ledger.stop(String(body)).then(() => null)
  return answerControl(ledger, `${request.method ?? ''} ${path}`, body)
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return chunks.length === 0 ? null : (JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown)
}
