import { Agent, request } from 'node:http'
import type { LedgerAnswer, LedgerDoor } from './ledger-call.ts'

/** The way to a ledger in another process. Whoever made it ends it by {@link LedgerClient.close}. */
export interface LedgerClient extends LedgerDoor {
  /** What `ledger-control.ts` answers: `POST /drift`, `GET /objects`, … */
  control(request: string, body?: unknown): Promise<unknown>
  close(): void
}

/** A call rejects when the ledger is not there, or goes away before it answers. */
export function ledgerClient(address: string): LedgerClient {
  const agent = new Agent({ keepAlive: true })
  const ask = (what: string, body: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const [method = '', path = ''] = what.split(' ')
      const outgoing = request({ agent, socketPath: address, path, method }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          if (response.statusCode === 200) resolve(JSON.parse(text))
          else reject(new Error(`the ledger refused ${what}: ${text}`))
        })
      })
      outgoing.on('error', reject)
      outgoing.end(method === 'GET' ? undefined : JSON.stringify(body))
    })
  return {
    call: (call) => ask('POST /call', call) as Promise<LedgerAnswer>,
    stop: async (session) => {
      await ask('POST /stop', session)
    },
    control: (what, body = null) => ask(what, body),
    close: () => agent.destroy(),
  }
}
