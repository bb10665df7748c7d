import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadCel } from '../../src/expressions/cel.ts'
import { evaluateNode } from '../../src/expressions/evaluate-node.ts'
import { Evaluation, type Bindings, type Outcome } from '../../src/expressions/evaluation.ts'
import { Failed } from '../../src/expressions/failed.ts'
import { HeldList, HeldMap, Native, type Held, type HeldKey } from '../../src/expressions/held.ts'

/** A value with its type, as the conformance tests of CEL write it; an error is any. */
type Typed =
  | { readonly nullValue: null }
  | { readonly boolValue: boolean }
  | { readonly int64Value: string }
  | { readonly uint64Value: string }
  | { readonly doubleValue: number | string }
  | { readonly stringValue: string }
  | { readonly bytesValue: string }
  | { readonly typeValue: string }
  | { readonly listValue: readonly Typed[] }
  | { readonly mapValue: readonly (readonly [Typed, Typed])[] }
  | { readonly error: true }

interface Case {
  readonly name: string
  readonly expr: string
  readonly bindings?: Readonly<Record<string, Typed>>
  readonly expected: Typed
  /** Why we give something else. */
  readonly deviates?: string
}

const { cases } = JSON.parse(readFileSync(new URL('cel-spec-cases.json', import.meta.url), 'utf8')) as { readonly cases: readonly Case[] }
const cel = loadCel()

function evaluate({ expr, bindings = {} }: Case): Typed {
  const parsed = cel.parse(expr)
  if ('failure' in parsed) return { error: true }
  const bound = Object.entries(bindings).reduce<Bindings | null>((outer, [name, value]) => ({ name, held: held(value), outer }), null)
  return typed(evaluateNode(parsed.node, bound, new Evaluation({}, () => cel)))
}

function held(value: Typed): Held {
  if ('int64Value' in value) return BigInt(value.int64Value)
  if ('doubleValue' in value) return Number(value.doubleValue)
  if ('stringValue' in value) return value.stringValue
  if ('boolValue' in value) return value.boolValue
  if ('listValue' in value) return new HeldList(value.listValue.map(held))
  if ('mapValue' in value) return new HeldMap(new Map(value.mapValue.map(([key, child]) => [held(key) as HeldKey, held(child)])))
  return null
}

function typed(outcome: Outcome): Typed {
  if (outcome instanceof Failed) return { error: true }
  if (outcome === null) return { nullValue: null }
  if (typeof outcome === 'bigint') return { int64Value: String(outcome) }
  if (typeof outcome === 'number') return { doubleValue: Number.isFinite(outcome) && !Object.is(outcome, -0) ? outcome : doubleName(outcome) }
  if (typeof outcome === 'string') return { stringValue: outcome }
  if (typeof outcome === 'boolean') return { boolValue: outcome }
  if (outcome instanceof HeldList) return { listValue: outcome.items.map(typed) }
  if (outcome instanceof HeldMap) return { mapValue: [...outcome.entries].map(([key, child]) => [typed(key), typed(child)] as const) }
  if (!(outcome instanceof Native)) throw new Error('a value no conformance test expects')
  if (outcome.value instanceof Uint8Array) return { bytesValue: Buffer.from(outcome.value).toString('base64') }
  const primitive: unknown = outcome.value.valueOf()
  return typeof primitive === 'bigint' ? { uint64Value: String(primitive) } : { typeValue: 'name' in outcome.value ? String(outcome.value.name) : '' }
}

function doubleName(double: number): string {
  return Object.is(double, -0) ? '-0' : String(double)
}

/** The same with the entries of maps in one order. */
function ordered(value: Typed): Typed {
  if ('listValue' in value) return { listValue: value.listValue.map(ordered) }
  if (!('mapValue' in value)) return value
  const entries = value.mapValue.map(([key, child]) => [key, ordered(child)] as const)
  return { mapValue: entries.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) }
}

describe('the conformance tests of CEL', () => {
  it.each(cases.filter((each) => each.deviates === undefined))('$name', (each) => {
    expect(ordered(evaluate(each))).toEqual(ordered(each.expected))
  })
})

describe('where we give something else than CEL, on purpose or for want of it', () => {
  it.each(cases.filter((each) => each.deviates !== undefined))('$deviates: $name', (each) => {
    expect(ordered(evaluate(each))).not.toEqual(ordered(each.expected))
  })
})
