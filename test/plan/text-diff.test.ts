import { describe, expect, it } from 'vitest'
import { diffText } from '../../src/plan/text-diff.ts'

describe('diffText', () => {
  it('gives no hunks for equal texts', () => {
    expect(diffText('a\n', 'a\n')).toEqual({ kind: 'hunks', hunks: [], newlineAtEnd: { before: true, after: true } })
  })

  it('shows a changed line with the lines around it', () => {
    expect(diffText('one\ntwo\nthree\nfour\nfive\n', 'one\ntwo\n3\nfour\nfive\n', { context: 1 })).toEqual({
      kind: 'hunks',
      hunks: [
        {
          beforeLine: 2,
          afterLine: 2,
          lines: [
            { kind: 'same', text: 'two' },
            { kind: 'removed', text: 'three' },
            { kind: 'added', text: '3' },
            { kind: 'same', text: 'four' },
          ],
        },
      ],
      newlineAtEnd: { before: true, after: true },
    })
  })

  it('tells of a missing line end instead of a marker line', () => {
    const diff = diffText('a\n', 'a')
    expect(diff).toMatchObject({ kind: 'hunks', newlineAtEnd: { before: true, after: false } })
    expect(JSON.stringify(diff)).not.toContain('No newline')
  })

  it('gives up on texts that have little in common', () => {
    const lines = (prefix: string) => Array.from({ length: 2000 }, (_, index) => `${prefix}${index}\n`).join('')
    expect(diffText(lines('a'), lines('b'))).toEqual({ kind: 'too-different', linesBefore: 2000, linesAfter: 2000 })
  })
})
