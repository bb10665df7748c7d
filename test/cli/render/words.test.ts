import { describe, expect, it } from 'vitest'
import { counted, listText } from '../../../src/cli/render/counted.ts'
import { pathOfPointer, pathText, pointerOf } from '../../../src/cli/render/diff-context.ts'
import { durationText, elapsedText } from '../../../src/cli/render/duration-text.ts'
import { safeJsonText, safeText } from '../../../src/cli/render/safe-text.ts'
import { padToWidth, textWidth } from '../../../src/cli/render/text-width.ts'
import { isoTime, relativeTime } from '../../../src/cli/render/time-text.ts'

describe('durationText', () => {
  it.each([
    [-5, '0.0s', '0s'],
    [0, '0.0s', '0s'],
    [449, '0.4s', '0s'],
    [9949, '9.9s', '9s'],
    [9950, '10s', '9s'],
    [59_499, '59s', '59s'],
    [59_999, '1m 00s', '59s'],
    [184_000, '3m 04s', '3m 04s'],
    [7_500_000, '2h 05m', '2h 05m'],
    [360_000_000, '100h 00m', '100h 00m'],
  ])('%i ms are %s, counted while one watches %s', (ms, duration, elapsed) => {
    expect(durationText(ms)).toBe(duration)
    expect(elapsedText(ms)).toBe(elapsed)
  })
})

describe('isoTime, relativeTime', () => {
  it.each([
    [0, 'just now'],
    [45_000, '45 seconds ago'],
    [60_000, '60 seconds ago'],
    [300_000, '5 minutes ago'],
    [3_600_000 * 5, '5 hours ago'],
    [86_400_000 * 3, '3 days ago'],
    [-7_200_000, 'in 2 hours'],
  ])('%i ms before now is %s', (ms, text) => {
    expect(relativeTime(1e12 - ms, 1e12)).toBe(text)
  })

  it('gives UTC to the second, and a word for what is no time', () => {
    expect(isoTime(Date.UTC(2030, 4, 1, 9, 30, 0, 123))).toBe('2030-05-01T09:30:00Z')
    expect(isoTime(Number.NaN)).toBe('unknown time')
  })
})

describe('counted, listText', () => {
  it('agrees with its number', () => {
    expect([counted(0, 'step'), counted(1, 'step'), counted(2, 'child', 'children')]).toEqual(['0 steps', '1 step', '2 children'])
  })

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
  ])('lists %j', (names, text) => {
    expect(listText(names, 3)).toBe(text)
  })
})

describe('safeText', () => {
  it.each([
    ['plain', 'plain'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\u001b[31m', '\\u{1b}[31m'],
    ['\u009b2J', '\\u{9b}2J'],
    ['\u202egnp\u2066', '\\u{202e}gnp\\u{2066}'],
    ['a\u200b\u200db\ufeff\u00ad', 'a\\u{200b}\\u{200d}b\\u{feff}\\u{ad}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\u{d800}'],
    ['a\u00a0b', 'a\\u{a0}b'],
    ['東京 Zürich 👍', '東京 Zürich 👍'],
    ['e\u0301', 'e\u0301'],
    ['e' + '\u0301'.repeat(5), 'e' + '\u0301'.repeat(4) + '\\u{301}'],
  ])('%j becomes %j', (text, expected) => {
    expect(safeText(text)).toBe(expected)
    expect(safeText(expected)).toBe(expected)
  })

  it('keeps JSON the same', () => {
    const value = { 'a\u202e': ['\u009b\u200b\u{e0041}\u001b\n', 'ü'] }
    const text = safeJsonText(JSON.stringify(value, undefined, 2))
    expect(JSON.parse(text)).toEqual(value)
    expect(text).not.toMatch(/[\u009b\u202e\u200b]/)
  })
})

describe('textWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['東京', 4],
    ['ｱ', 1],
    ['Ａ', 2],
    ['👍', 2],
    ['e\u0301', 1],
    ['한국', 4],
    ['é', 1],
  ])('%j takes %i cells', (text, width) => {
    expect(textWidth(text)).toBe(width)
    expect(textWidth(padToWidth(text, 6))).toBe(Math.max(6, width))
  })
})

describe('paths', () => {
  it.each([
    [['variables', 'size'], '/variables/size', 'variables.size'],
    [['list', 0, 'a b'], '/list/0/a b', 'list[0]["a b"]'],
    [['a/b', '~'], '/a~1b/~0', '["a/b"]["~"]'],
    [[], '', ''],
  ])('%j is %j as a pointer and %j for people', (path, pointer, text) => {
    expect(pointerOf(path)).toBe(pointer)
    expect(pathText(path)).toBe(text)
    expect(pathText(pathOfPointer(pointer))).toBe(text)
  })
})
