import { describe, expect, it } from 'vitest'
import { loadCel } from '../../src/expressions/cel.ts'
import { evaluateNode } from '../../src/expressions/evaluate-node.ts'
import { Evaluation } from '../../src/expressions/evaluation.ts'
import { Failed } from '../../src/expressions/failed.ts'

const cel = loadCel()

function evaluate(text: string): unknown {
  const parsed = cel.parse(text)
  if ('failure' in parsed) throw new Error(parsed.failure.message)
  const outcome = evaluateNode(parsed.node, null, new Evaluation({}, () => cel))
  return outcome instanceof Failed ? outcome.message : outcome
}

describe('format', () => {
  it.each([
    ['"no places".format([])', 'no places'],
    ['"100%%".format([])', '100%'],
    ['"%s-%d".format(["a", 3])', 'a-3'],
    ['"%03d %03d %.1f".format([7, -7, 1.25])', '007 -07 1.3'],
    ['"%f".format([1.5])', '1.500000'],
    ['"%.3e".format([1234.56])', '1.235e+03'],
    ['"%x %X %o %b %b".format([26, 255, 8, 5, true])', '1a FF 10 101 1'],
    ['"%x".format(["hé"])', '68c3a9'],
    ['"%x".format([b"hi"])', '6869'],
    ['"%d".format([12u])', '12'],
    ['"%s %s %s".format([true, null, 1.5])', 'true null 1.5'],
    ['"%s".format([[1, "a", [2.0]]])', '[1, a, [2]]'],
    ['"%s".format([{"b": 1, "a": "x"}])', '{a: x, b: 1}'],
    ['"%s".format([timestamp("2026-01-31T12:00:00Z")])', '2026-01-31T12:00:00Z'],
    ['"%s".format([duration("90m")])', '5400s'],
    ['"%s".format([type(1)])', 'int'],
    ['"%d %d".format([1])', 'format() has 1 value, and "%d" is number 2'],
    ['"%d".format([1, 2])', 'format() has 2 values and only 1 of them has a place'],
    ['"%d".format(["x"])', '"%d" of format() cannot show the text "x"'],
    ['"%q".format(["x"])', '"%q" of format() cannot show the text "x"'],
    ['"%".format(["x"])', '"%" of format() cannot show the text "x"'],
    ['"%s".format([[optional.none()]])', 'an optional is not a value yet'],
  ])('%s', (text, expected) => {
    expect(evaluate(text)).toBe(expected)
  })
})

describe('a timestamp in a time zone', () => {
  it.each([
    ['getHours("Europe/Berlin")', '2026-03-29T00:59:59Z', 1n],
    ['getHours("Europe/Berlin")', '2026-03-29T01:00:00Z', 3n],
    ['getHours("02:00")', '2026-01-31T23:30:00Z', 1n],
    ['getHours("-02:30")', '2026-01-31T01:00:00Z', 22n],
    ['getDate("Pacific/Kiritimati")', '2026-01-31T12:00:00Z', 1n],
    ['getDayOfYear("Asia/Tokyo")', '2026-12-31T20:00:00Z', 0n],
    ['getDayOfYear()', '2026-12-31T20:00:00Z', 364n],
    ['getDayOfWeek("America/New_York")', '2026-11-30T02:00:00Z', 0n],
    ['getMilliseconds("Asia/Kathmandu")', '2026-01-31T12:00:00.25Z', 250n],
    ['getFullYear("UTC")', '0099-01-31T12:00:00Z', 99n],
    ['getHours("Nowhere/Land")', '2026-01-31T12:00:00Z', '"Nowhere/Land" is no time zone'],
  ])('%s of %s', (method, time, expected) => {
    expect(evaluate(`timestamp("${time}").${method}`)).toBe(expected)
  })
})
