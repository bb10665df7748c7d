import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSealer } from '../../../src/adapters/sqlite/sealer.ts'

const key = randomBytes(32)
const binding = ['resource', 'prod', 'prod/app', 3]

describe('createSealer', () => {
  it('opens what it sealed, for any text', () => {
    const sealer = createSealer(key)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(sealer.open(sealer.seal(text, binding), binding)).toBe(text)
      }),
    )
  })

  it('gives other bytes each time, none of them readable', () => {
    const sealer = createSealer(key)
    const one = Buffer.from(sealer.seal('a secret', binding))
    const other = Buffer.from(sealer.seal('a secret', binding))
    expect(one.equals(other)).toBe(false)
    expect(one.includes('secret')).toBe(false)
  })

  it('opens nothing of which a single bit was changed', () => {
    const sealer = createSealer(key)
    const sealed = sealer.seal('a secret', binding)
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Uint8Array.from(sealed)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(sealer.open(changed, binding), `bit ${bit}`).toBe(null)
    }
  })

  it('opens nothing that was cut off', () => {
    const sealer = createSealer(key)
    const sealed = sealer.seal('a secret', binding)
    for (let length = 0; length < sealed.length; length++) expect(sealer.open(sealed.subarray(0, length), binding)).toBe(null)
  })

  it.each([
    { what: 'another environment', other: ['resource', 'dev', 'prod/app', 3] },
    { what: 'another address', other: ['resource', 'prod', 'prod/db', 3] },
    { what: 'another revision', other: ['resource', 'prod', 'prod/app', 4] },
    { what: 'another sort of thing', other: ['terraform-state', 'prod', 'prod/app', 3] },
    { what: 'the same letters cut elsewhere', other: ['resource', 'prodp', 'rod/app', 3] },
    { what: 'a number as text', other: ['resource', 'prod', 'prod/app', '3'] },
  ])('opens nothing under $what', ({ other }) => {
    const sealer = createSealer(key)
    expect(sealer.open(sealer.seal('a secret', binding), other)).toBe(null)
  })

  it('opens nothing of another key, and tells keys apart by their id', () => {
    const sealer = createSealer(key)
    const other = createSealer(randomBytes(32))
    expect(other.open(sealer.seal('a secret', binding), binding)).toBe(null)
    expect(other.keyId).not.toBe(sealer.keyId)
    expect(createSealer(key).keyId).toBe(sealer.keyId)
    expect(key.toString('hex')).not.toContain(sealer.keyId)
  })
})
