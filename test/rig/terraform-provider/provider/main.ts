import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ServerCredentials } from '@grpc/grpc-js'
import { ledgerClient } from '../ledger/ledger-client.ts'
import { selfSigned } from './certificate.ts'
import { serveProvider } from './serve-provider.ts'

/** Where Terraform is the parent, as go-plugin marks it. */
const { TF_PLUGIN_MAGIC_COOKIE: cookie, PLUGIN_CLIENT_CERT: clientCertificate, PLUGIN_UNIX_SOCKET_DIR: folder = tmpdir() } = process.env

/** How often it looks whether its Terraform is still there, which matters only before the first connection: that one tells by closing. */
const parentCheckMs = 500

if (cookie === undefined) {
  process.stderr.write('this is a plugin for Terraform, which starts it by itself: see docs/terraform-test-provider.md\n')
  process.exit(1)
}
const path = join(folder, `lab-${process.pid}.sock`)
// Left by a process of the same number that was killed.
rmSync(path, { force: true })
process.on('exit', () => rmSync(path, { force: true }))
// A Ctrl-C reaches the whole group, but only Terraform decides when its providers end.
process.on('SIGINT', () => undefined)
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) process.exit(0)
}, parentCheckMs)

void start()

async function start(): Promise<void> {
  const own = clientCertificate === undefined ? null : selfSigned(Date.now())
  await serveProvider({
    path,
    credentials:
      own === null
        ? ServerCredentials.createInsecure()
        : ServerCredentials.createSsl(Buffer.from(clientCertificate ?? ''), [{ private_key: own.key, cert_chain: own.certificate }], true),
    openDoor: (address) => ledgerClient(address ?? ledgerOfEnvironment()),
    caller: process.env['LAB_CALLER'] ?? '',
    die: () => process.exit(2),
    // The answer to a shutdown has to leave first.
    onEnd: () => setImmediate(() => process.exit(0)),
  })
  process.stdout.write(`1|6|unix|${path}|grpc|${own?.handshake ?? ''}\n`)
}

function ledgerOfEnvironment(): string {
  const { LAB_LEDGER: address } = process.env
  if (address === undefined) throw new Error('the lab provider has no ledger: set LAB_LEDGER, or say "ledger" in its provider block')
  return address
}
