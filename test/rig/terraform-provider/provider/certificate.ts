import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A certificate with its key, for one start. */
export interface Certificate {
  /** As the handshake tells it: base64 of the DER form, without padding. */
  readonly handshake: string
  readonly certificate: Buffer
  readonly key: Buffer
}

const dayMs = 24 * 60 * 60 * 1000

/** Identifiers of X.509 in their encoded form. */
const ids = {
  commonName: '550403',
  ecdsaWithSha256: '2a8648ce3d040302',
  keyIdentifier: '551d0e',
  keyUsage: '551d0f',
  otherNames: '551d11',
  constraints: '551d13',
  extendedUsage: '551d25',
  serverAuth: '2b06010505070301',
  clientAuth: '2b06010505070302',
} as const

/**
 * A certificate for `localhost`, signed by its own key and good for a day. Terraform gives plugins one of its own and takes the one that the
 * plugin prints (AutoMTLS of go-plugin), so each vouches for the other. Node can read certificates but not make them.
 */
export function selfSigned(now: number): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(oid(ids.ecdsaWithSha256))
  const name = sequence(der(0x31, sequence(oid(ids.commonName), der(0x0c, 'localhost'))))
  const publicDer = publicKey.export({ type: 'spki', format: 'der' })
  const body = sequence(
    der(0xa0, integer(2)),
    der(2, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    sequence(time(now - dayMs), time(now + dayMs)),
    name,
    publicDer,
    der(0xa3, sequence(...extensions(publicDer))),
  )
  const whole = sequence(body, algorithm, bits(0, sign('sha256', body, privateKey)))
  return {
    handshake: whole.toString('base64').replace(/=+$/u, ''),
    certificate: Buffer.from(`-----BEGIN CERTIFICATE-----\n${whole.toString('base64')}\n-----END CERTIFICATE-----\n`),
    key: Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  }
}

/** It is its own authority, so it may sign and be an authority beside being a server. */
function extensions(publicDer: Buffer): readonly Buffer[] {
  const yes = der(1, Buffer.from([0xff]))
  return [
    extension(ids.constraints, sequence(yes), true),
    extension(ids.keyUsage, bits(2, Buffer.from([0b1000_0100])), true),
    extension(ids.extendedUsage, sequence(oid(ids.serverAuth), oid(ids.clientAuth))),
    extension(ids.keyIdentifier, der(4, createHash('sha256').update(publicDer).digest().subarray(0, 20))),
    extension(ids.otherNames, sequence(der(0x82, 'localhost'))),
  ]
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(oid(id), ...(isCritical ? [der(1, Buffer.from([0xff]))] : []), der(4, value))
}

/** One value in DER: its tag, the length of its content, its content. */
function der(tag: number, ...content: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((part) => Buffer.from(part as string)))
  const size = body.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts)
}

function oid(hex: string): Buffer {
  return der(6, Buffer.from(hex, 'hex'))
}

function integer(value: number): Buffer {
  return der(2, Buffer.from([value]))
}

function bits(unused: number, value: Buffer): Buffer {
  return der(3, Buffer.from([unused]), value)
}

/** A generalised time, to the second. */
function time(at: number): Buffer {
  return der(0x18, `${new Date(at).toISOString().slice(0, 19).replace(/[-:T]/gu, '')}Z`)
}
