import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineSplitter } from '../../src/adapters/line-splitter.ts'

function split(chunks: readonly Buffer[], maxLineBytes: number): { lines: string[]; mostHeld: number } {
  const lines: string[] = []
  let mostHeld = 0
  const splitter = new LineSplitter({ maxLineBytes, onLine: (line) => lines.push(line) })
  for (const chunk of chunks) {
    // The splitter is told that the buffer may be used again: so use it.
    const reused = Buffer.from(chunk)
    splitter.push(reused)
    reused.fill('#')
    mostHeld = Math.max(mostHeld, splitter.heldBytes)
  }
  splitter.end()
  return { lines, mostHeld }
}

function pieces(text: string, cuts: readonly number[]): Buffer[] {
  const data = Buffer.from(text)
  const places = [0, ...cuts.map((cut) => cut % (data.length + 1)).sort((a, b) => a - b), data.length]
  return places.slice(1).map((end, index) => data.subarray(places[index], end))
}

const cuts = fc.array(fc.nat(500), { maxLength: 8 })

describe('line splitter', () => {
  it('gives the same lines however the bytes are cut', () => {
    const line = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replace(/[\r\n]/g, ''))
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), cuts, (lines, where) => {
        expect(split(pieces(`${lines.join('\n')}\n`, where), 1000).lines).toEqual(lines)
      }),
      { numRuns: 50 },
    )
  })

  it('never holds more than a line may have, nor delivers more', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀', '\n'), maxLength: 200 }), cuts, (text, where) => {
        const { lines, mostHeld } = split(pieces(text, where), 10)
        expect(mostHeld).toBeLessThanOrEqual(11)
        const expected = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
        expect(lines).toHaveLength(text === '' ? 0 : expected.length)
        for (const [index, line] of lines.entries()) {
          const whole = expected[index] ?? ''
          const [, kept = '', missing = '0'] = /^(.*?)(?: \[(\d+) bytes of this line were cut\])?$/u.exec(line) ?? []
          expect(whole.startsWith(kept)).toBe(true)
          expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(10)
          expect(Buffer.byteLength(kept) + Number(missing)).toBe(Buffer.byteLength(whole))
        }
      }),
    )
  })

  it.each([
    { name: 'nothing', text: '', lines: [] },
    { name: 'an empty line', text: '\n', lines: [''] },
    { name: 'a last line without an end', text: 'a\nb', lines: ['a', 'b'] },
    { name: 'ends as on Windows', text: 'a\r\nb\rc\r\n\r\n', lines: ['a', 'b\rc', ''] },
    { name: 'as much as is allowed', text: '1234567890\n', lines: ['1234567890'] },
    { name: 'one byte too many', text: '12345678901\nx', lines: ['1234567890 [1 bytes of this line were cut]', 'x'] },
    { name: 'a character across the border', text: '12345678€\n', lines: ['12345678 [3 bytes of this line were cut]'] },
  ])('handles $name', ({ text, lines }) => {
    expect(split([Buffer.from(text)], 10).lines).toEqual(lines)
    expect(split(pieces(text, [3, 9, 10, 11]), 10).lines).toEqual(lines)
  })
})
