import type { ClientRequest, IncomingMessage } from 'node:http'
import type { ConnectReply, HttpCall, HttpReply, Network } from '../ports/network.ts'
import { flatHeaders } from './flat-headers.ts'

/** Connections by Node's own clients: no proxy, no connection kept, certificates checked as Node does. */
export function nodeNetwork(): Network {
  return { request, connect }
}

function request(call: HttpCall): Promise<HttpReply> {
  return new Promise((resolve) => {
    const failed = (error: unknown): void => resolve({ kind: 'failed', message: networkMessage(error) })
    try {
      const outgoing = begin(call)
      outgoing.once('error', failed)
      outgoing.once('response', (response) => void read(response, call).then(resolve, failed))
      outgoing.end(call.body ?? undefined)
    } catch (error) {
      failed(error)
    }
  })
}

function begin({ method, url, headers, signal }: HttpCall): ClientRequest {
  // Loaded when needed, and not by `import`: that reads every export, and one of them loads a whole client (25 ms).
  const isSecure = url.startsWith('https:')
  const client = isSecure ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http')
  return client.request(url, { method, headers, signal, agent: false })
}

async function read(response: IncomingMessage, { maxBodyBytes }: HttpCall): Promise<HttpReply> {
  const chunks: Buffer[] = []
  let left = maxBodyBytes
  let cut = false
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, left))
    cut = chunk.length > left
    left -= Math.min(left, chunk.length)
    if (cut) break
  }
  const { statusCode: status = 0, statusMessage: statusText = '' } = response
  return { kind: 'answered', status, statusText, headers: flatHeaders(response), body: Buffer.concat(chunks), cut }
}

function connect({ host, port, signal }: Parameters<Network['connect']>[0]): Promise<ConnectReply> {
  return new Promise((resolve) => {
    const socket = process.getBuiltinModule('node:net').connect({ host, port, signal })
    const ended = (reply: ConnectReply): void => {
      socket.destroy()
      resolve(reply)
    }
    socket.once('connect', () => ended({ kind: 'connected' }))
    socket.once('error', (error) => ended({ kind: 'failed', message: networkMessage(error) }))
  })
}

const messages: Readonly<Record<string, string>> = {
  ABORT_ERR: 'no answer in time',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was closed without an answer',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  ETIMEDOUT: 'no answer in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not signed by anybody who is trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not signed by anybody who is trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
}

/** Node's own texts name addresses and ports, of which one alone is often no use; those of TLS hold source lines. */
function networkMessage(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known = messages[code]
  if (known !== undefined) return known
  if (code.startsWith('HPE_')) return 'what answers does not speak HTTP'
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') return 'what answers does not speak TLS'
  return code === '' ? 'the connection failed' : `the connection failed (${code})`
}
