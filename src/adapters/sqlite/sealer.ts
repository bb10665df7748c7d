import { createCipheriv, createDecipheriv, createSecretKey, hash, randomBytes } from 'node:crypto'

/** What a sealed text belongs to. It opens only with the same parts in the same order, so that it cannot be moved to another place. */
export type Binding = readonly (string | number)[]

/** Encrypts what must not lie readable on a disk. */
export interface Sealer {
  /** Names the key without telling anything about it. */
  readonly keyId: string
  seal(plain: string | Uint8Array, binding: Binding): Uint8Array
  /** Null when the bytes were changed, belong elsewhere, or were sealed with another key. */
  open(sealed: Uint8Array, binding: Binding): string | null
  /** The same as bytes. */
  openBytes(sealed: Uint8Array, binding: Binding): Uint8Array | null
}

/** The length of a key in bytes. */
export const keyBytes = 32

const algorithm = 'aes-256-gcm'
const format = 1
const nonceEnd = 13
const tagEnd = 29

/**
 * AES-256-GCM with a fresh nonce for each text. The sealed bytes are: format (1), nonce (12), tag (16), ciphertext. The format and the
 * binding are the associated data.
 */
export function createSealer(key: Uint8Array): Sealer {
  // Node takes it four times as fast as the bytes.
  const secretKey = createSecretKey(key)
  const openBytes = (sealed: Uint8Array, binding: Binding): Buffer | null => {
    if (sealed.length < tagEnd || sealed[0] !== format) return null
    const decipher = createDecipheriv(algorithm, secretKey, sealed.subarray(1, nonceEnd), { authTagLength: tagEnd - nonceEnd })
    decipher.setAAD(associatedData(binding)).setAuthTag(sealed.subarray(nonceEnd, tagEnd))
    try {
      return Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()])
    } catch {
      return null
    }
  }
  return {
    keyId: hash('sha256', Buffer.concat([Buffer.from('genesis key id\n'), key])).slice(0, 16),
    seal(plain, binding) {
      const nonce = randomBytes(nonceEnd - 1)
      const cipher = createCipheriv(algorithm, secretKey, nonce).setAAD(associatedData(binding))
      const ciphertext = Buffer.concat([typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain), cipher.final()])
      return Buffer.concat([Uint8Array.of(format), nonce, cipher.getAuthTag(), ciphertext])
    },
    open: (sealed, binding) => openBytes(sealed, binding)?.toString('utf8') ?? null,
    openBytes,
  }
}

function associatedData(binding: Binding): Buffer {
  return Buffer.from(JSON.stringify([format, ...binding]))
}
