import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Json } from '../../src/events/json.ts'
import { expressionLimits } from '../../src/expressions/limits.ts'
import { Sensitive, Unknown, unknown, type Value } from '../../src/expressions/value.ts'
import { outcomeOf } from './evaluating.ts'

const page = readFileSync(new URL('../../docs/expressions.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/^```yaml(.*)\n([^]*?)^```/gm)].map(([, kind = '', text = '']) => ({ kind: kind.trim(), text }))
const given = parse(blocks.find(({ kind }) => kind === 'given')?.text ?? '', reviveMarks) as { readonly [root: string]: Value }
const examples = blocks
  .filter(({ kind }) => kind === '')
  .flatMap(({ text }) => text.trimEnd().split('\n'))
  .map((line) => ({ line, match: /^(\w+: .*?) +# (→|✗) (.*)$/.exec(line) }))

function reviveMarks(_: unknown, value: unknown): unknown {
  if (value === '(known after apply)') return unknown
  return value === '(sensitive)' ? new Sensitive('hunter2!') : value
}

/** What somebody sees of a value. */
function shown(value: Value): string {
  if (value instanceof Unknown) return '(known after apply)'
  return value instanceof Sensitive ? '(sensitive)' : JSON.stringify(value)
}

describe('the page on expressions', () => {
  it('has examples', () => expect(examples.length).toBeGreaterThan(40))

  it.each(examples)('$line', ({ match }) => {
    const [, entry = '', sign, expected = ''] = match ?? []
    const [tree = null] = Object.values(parse(entry) as Readonly<Record<string, Json>>)
    const outcome = outcomeOf(tree, given)
    if (sign === '✗') expect(outcome).toContain(`: ${expected}`)
    else expect(typeof outcome === 'string' ? outcome : shown(outcome.value)).toBe(expected.startsWith('(') ? expected : JSON.stringify(JSON.parse(expected)))
  })

  it('has an example of every function that it names', () => {
    const table = page.slice(page.indexOf('| on | there is |')).split('\n\n')[0] ?? ''
    const names = [...table.matchAll(/`(\w[\w.]*)`/g)].map(([, name = '']) => name)
    expect(names.length).toBeGreaterThan(30)
    const lines = examples.map(({ line }) => line).join('\n')
    expect(names.filter((name) => !lines.includes(`${name}(`) && !lines.includes(` ${name} `))).toEqual([])
  })

  it('names the limits that hold', () => {
    const { textLength, nodes, depth, steps, stringLength, items } = expressionLimits
    for (const limit of [textLength, nodes, depth, steps, stringLength, items]) expect(page).toContain(limit.toLocaleString('en'))
  })
})
