import { join } from 'node:path'
import { ServerCredentials } from '@grpc/grpc-js'
import { labSource } from './lab-source.ts'
import type { LedgerDoor } from './ledger/ledger-call.ts'
import { serveProvider } from './provider/serve-provider.ts'

/** A provider that runs in this process. */
export interface AttachedProvider {
  /** The value of `TF_REATTACH_PROVIDERS`. Terraform needs no mirror then, and starts nothing. */
  readonly reattach: string
  /** Cuts the connections of every Terraform that still uses it. */
  close(): Promise<void>
}

let attached = 0

/**
 * Offers the provider from this process to any number of Terraforms at once, with a socket in `folder`. Where a rule lets the provider die,
 * that Terraform's connection is cut.
 */
export async function attachProvider(
  ledger: LedgerDoor,
  { folder, caller = '' }: { readonly folder: string; readonly caller?: string },
): Promise<AttachedProvider> {
  const path = join(folder, `lab-${++attached}.sock`)
  const { close } = await serveProvider({ path, credentials: ServerCredentials.createInsecure(), openDoor: () => ledger, caller })
  const address = { Network: 'unix', String: path }
  // With "Test", Terraform leaves this process alone when it has ended.
  const reattach = JSON.stringify({ [labSource]: { Protocol: 'grpc', ProtocolVersion: 6, Pid: process.pid, Test: true, Addr: address } })
  return { reattach, close }
}
