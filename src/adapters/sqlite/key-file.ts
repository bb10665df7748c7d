import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from '../file-error.ts'
import { keyBytes } from './sealer.ts'

/** What stands in a key file. */
export type KeyFile = { readonly kind: 'key'; readonly key: Uint8Array } | { readonly kind: 'missing' } | { readonly kind: 'malformed' }

const encoded = new RegExp(`^[0-9a-f]{${keyBytes * 2}}\\n?$`)

/** Reads a key: 64 hex digits in a line. Takes other people's permission to the file away. */
export function readKeyFile(path: string): KeyFile {
  let content: string
  try {
    content = readFileSync(path, 'latin1')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { kind: 'missing' }
    throw error
  }
  makePrivate(path)
  return encoded.test(content) ? { kind: 'key', key: Buffer.from(content.trimEnd(), 'hex') } : { kind: 'malformed' }
}

/** Writes a new key with mode 0600, durably and as a whole, unless a file is there already. */
export function createKeyFile(path: string): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    writeSynced(temporary, `${randomBytes(keyBytes).toString('hex')}\n`)
    linkNew(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** Gives a complete file its name, durably; false when another file has it. */
export function linkNew(temporary: string, path: string): boolean {
  try {
    linkSync(temporary, path)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
  return true
}

/** Makes a file readable for its owner alone. Left as it is where somebody else owns it. */
export function makePrivate(path: string): void {
  const mode = statSync(path).mode & 0o777
  if ((mode & 0o077) === 0) return
  try {
    chmodSync(path, mode & 0o700)
  } catch (error) {
    if (errorCode(error) !== 'EPERM') throw error
  }
}

function writeSynced(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
