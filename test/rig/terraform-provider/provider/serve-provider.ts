import { createServer, type Socket } from 'node:net'
import type { ServerCredentials } from '@grpc/grpc-js'
import type { LedgerDoor } from '../ledger/ledger-call.ts'
import { loadServices } from '../wire/protocol.ts'
import { LabProvider } from './lab-provider.ts'
import { serveConnection } from './serve-connection.ts'

/** How providers are offered. */
export interface ServeProviderOptions {
  /** The path of the socket to listen at. */
  readonly path: string
  readonly credentials: ServerCredentials
  readonly openDoor: (address: string | null) => LedgerDoor
  readonly caller: string
  /** Of the process that Terraform takes for the provider; this one by default. */
  readonly pid?: number
  /** How a provider dies; its connection is cut in any case. */
  readonly die?: () => void
  /** A connection is over, or Terraform asked for the end. */
  readonly onEnd?: () => void
}

/** A socket at which every connection gets a provider of its own. */
export interface ServedProvider {
  /** Cuts all connections. */
  close(): Promise<void>
}

let sessions = 0

/** Resolves as soon as Terraform can connect. */
export async function serveProvider(options: ServeProviderOptions): Promise<ServedProvider> {
  const { path, credentials, openDoor, caller, pid = process.pid, onEnd = () => undefined } = options
  const services = loadServices()
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => {
      sockets.delete(socket)
      onEnd()
    })
    const die = (): void => {
      socket.destroy()
      options.die?.()
    }
    const session = `${pid}-${++sessions}`
    const { handlers } = new LabProvider({ openDoor, caller, pid, session, die })
    serveConnection(socket, { services, credentials, handlers, onShutdown: onEnd })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  return {
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
