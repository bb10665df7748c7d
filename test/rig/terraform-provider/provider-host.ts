import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ServerCredentials } from '@grpc/grpc-js'
import type { LedgerDoor } from './ledger/ledger-call.ts'
import { selfSigned } from './provider/certificate.ts'
import { serveProvider } from './provider/serve-provider.ts'

/** Serves what the executables of a mirror are asked for, from this process: they then start in a few milliseconds instead of a tenth of a second. */
export interface ProviderHost {
  /** Ends every executable that still waits. */
  close(): Promise<void>
}

/** Where a host of a folder has its pipes. */
export function hostFolder(folder: string): string {
  return join(folder, 'host')
}

/**
 * What a mirror holds as its executable: a shell script that Terraform takes for the provider. Where a host has its door open, the script asks
 * there for a socket, tells Terraform of it, and stays until the host says how it ends, or is gone. Elsewhere it becomes the provider itself.
 */
export function launcher(folder: string, program: string): string {
  return `#!/bin/sh
host='${hostFolder(folder)}'
[ -p "$host/door" ] || exec "\${0%/*}/${program}"
trap '' INT
[ -n "$TF_PLUGIN_MAGIC_COOKIE" ] || exec "\${0%/*}/${program}"
mkfifo "$host/$$" || exit 1
echo "$$ \${PLUGIN_CLIENT_CERT:+tls} \${LAB_CALLER}" >"$host/door"
exec 3<"$host/$$"
read -r handshake <&3 || exit 1
echo "$handshake"
read -r code <&3
exit "\${code:-1}"
`
}

/** Opens the door of a folder's mirror. A rule that lets a provider die kills its executable. */
export function hostProvider(ledger: LedgerDoor, folder: string): ProviderHost {
  const host = hostFolder(folder)
  rmSync(host, { recursive: true, force: true })
  mkdirSync(host, { mode: 0o700 })
  execFileSync('mkfifo', [join(host, 'door')])
  const own = selfSigned(Date.now())
  const door = new Socket({ fd: openSync(join(host, 'door'), constants.O_RDWR | constants.O_NONBLOCK), readable: true, writable: false })
  const guests = new Set<Promise<Guest>>()
  const secure = ServerCredentials.createSsl(null, [{ private_key: own.key, cert_chain: own.certificate }], false)
  createInterface({ input: door }).on('line', (line) => {
    const [pid = '', ...rest] = line.split(' ')
    const isSecure = rest[0] === 'tls'
    const caller = rest.slice(1).join(' ')
    const credentials = isSecure ? secure : ServerCredentials.createInsecure()
    const guest = receive({ ledger, host, pid: Number(pid), caller, credentials, handshake: isSecure ? own.handshake : '' })
    guests.add(guest)
    void guest.then(({ ended }) => ended).then(() => guests.delete(guest))
  })
  return {
    close: async () => {
      door.destroy()
      await Promise.all([...guests].map(async (guest) => (await guest).end()))
      rmSync(host, { recursive: true, force: true })
    },
  }
}

/** An executable that waits for its end. */
interface Guest {
  readonly ended: Promise<void>
  end(): Promise<void>
}

interface GuestOptions {
  readonly ledger: LedgerDoor
  readonly host: string
  readonly pid: number
  readonly caller: string
  readonly credentials: ServerCredentials
  readonly handshake: string
}

async function receive({ ledger, host, pid, caller, credentials, handshake }: GuestOptions): Promise<Guest> {
  // Both ends: opening the one for writing alone would fail until the executable has opened the other.
  const pipe = openSync(join(host, String(pid)), constants.O_RDWR | constants.O_NONBLOCK)
  const path = join(host, `${pid}.sock`)
  const { promise: ended, resolve } = Promise.withResolvers<undefined>()
  let isOver = false
  const end = async (): Promise<void> => {
    if (isOver) return ended
    isOver = true
    // A shutdown is answered before its provider is gone.
    await new Promise((done) => setImmediate(done))
    writeSync(pipe, '0\n')
    closeSync(pipe)
    await served.close()
    for (const left of [path, join(host, String(pid))]) rmSync(left, { force: true })
    resolve(undefined)
  }
  const die = (): void => {
    process.kill(pid, 'SIGKILL')
    void end()
  }
  const served = await serveProvider({ path, credentials, openDoor: () => ledger, caller, pid, die, onEnd: () => void end() })
  writeSync(pipe, `1|6|unix|${path}|grpc|${handshake}\n`)
  return { ended, end }
}
