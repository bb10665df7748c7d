import type { Duplex } from 'node:stream'
import { Server, status, type sendUnaryData, type ServerCredentials, type ServerUnaryCall, type ServiceDefinition } from '@grpc/grpc-js'
import type { ProviderHandlers } from '../wire/messages.ts'

/** What a connection is served with. */
export interface ServeOptions {
  readonly services: { readonly provider: ServiceDefinition; readonly controller: ServiceDefinition }
  readonly credentials: ServerCredentials
  readonly handlers: ProviderHandlers
  /** Terraform needs this provider no more. */
  readonly onShutdown: () => void
}

/** Speaks gRPC on one connection until that closes. Each connection has a server of its own, since each is a provider of its own. */
export function serveConnection(socket: Duplex, { services, credentials, handlers, onShutdown }: ServeOptions): void {
  // -1 stands for no limit: states may be huge.
  const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 })
  server.addService(
    services.provider,
    Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, unary(handler as (request: unknown) => Promise<unknown>)])),
  )
  server.addService(services.controller, {
    Shutdown: unary(() => {
      onShutdown()
      return Promise.resolve({})
    }),
  })
  server.createConnectionInjector(credentials).injectConnection(socket)
  socket.once('close', () => server.forceShutdown())
}

function unary(handler: (request: unknown) => Promise<unknown>) {
  return (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>): void => {
    handler(call.request).then(
      (answer) => callback(null, answer),
      (error: unknown) => callback({ code: status.INTERNAL, details: error instanceof Error ? error.message : String(error) }),
    )
  }
}
