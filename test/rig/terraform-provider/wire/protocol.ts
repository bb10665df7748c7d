import { join } from 'node:path'
import type { ServiceDefinition } from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'

/** The files beside this one that it reads, also where it is a part of one bundle. */
export const protocolFiles = ['tfplugin6.proto', 'plugin.proto'] as const

/** The two services that a provider's process offers. */
export function loadServices(): { readonly provider: ServiceDefinition; readonly controller: ServiceDefinition } {
  const files = protocolFiles.map((name) => join(import.meta.dirname, name))
  const definitions = loadSync(files, { keepCase: true, longs: Number, enums: Number, bytes: Buffer })
  return {
    provider: definitions['tfplugin6.Provider'] as ServiceDefinition,
    controller: definitions['plugin.GRPCController'] as ServiceDefinition,
  }
}
