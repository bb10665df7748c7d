import { describe, expect, it } from 'vitest'
import { packText, unpackText } from '../../../src/adapters/sqlite/packed-text.ts'

describe('a packed text', () => {
  it.each(['', '{"a":"ü\u0000"}', JSON.stringify({ a: 'x'.repeat(100_000) })])('is the same again', async (text) => {
    expect(unpackText(await packText(text))).toBe(text)
  })

  it('is read as it is where an earlier Genesis wrote it without packing it', () => {
    expect(unpackText(Buffer.from('{"a":"ü"}'))).toBe('{"a":"ü"}')
  })

  it('is none where it was cut off', async () => {
    expect(unpackText((await packText('x'.repeat(1000))).subarray(0, 20))).toBeNull()
  })
})
