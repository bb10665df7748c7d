import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Scope } from '../../src/expressions/expression.ts'
import { fromMarked, Sensitive, toMarked, Unknown, unknown, type Value } from '../../src/expressions/value.ts'
import { outcomeOf, valueOf } from './evaluating.ts'

const password = new Sensitive('hunter2!')
const key = new Sensitive(unknown)

describe('a path passes its value on as it is', () => {
  it.each([
    ['${resources.network.outputs.later}', unknown],
    ['${resources.network.outputs.password}', password],
    ['${resources.network.outputs.key}', key],
    ['${resources.database.outputs.anything.deep[0]}', unknown],
    ['${resources.network.outputs.some}', ['x', unknown]],
    ['${resources.network.outputs.some[0]}', 'x'],
    ['${resources.vault.outputs.token}', new Sensitive('tttt-oooo')],
    ['${resources.vault.outputs.port}', new Sensitive(8200)],
    ['${resources.network.outputs.?later}', unknown],
    ['${resources.network.outputs.?password.orValue("x")}', password],
    ['${true ? resources.network.outputs.password : "x"}', password],
    ['${[resources.network.outputs.later, resources.network.outputs.password, 1]}', [unknown, password, 1]],
    ['${[resources.network.outputs.later, 1][1]}', 1],
    ['${ {"a": resources.network.outputs.password, "b": 1} }', { a: password, b: 1 }],
    ['${resources.network.outputs.some + ["y"]}', ['x', unknown, 'y']],
    ['${resources.network.outputs.some.map(item, item)}', ['x', unknown]],
    ['${cel.bind(o, resources.network.outputs, o.password)}', password],
  ])('%s', (template, expected) => expect(valueOf(template)).toEqual(expected))
})

describe('what is computed of an unknown value is unknown', () => {
  it.each([
    'resources.network.outputs.later + "x"',
    'resources.network.outputs.later == ""',
    'resources.network.outputs.later == null',
    'resources.network.outputs.later != "x"',
    '!resources.network.outputs.later',
    'resources.network.outputs.later in ["a"]',
    '"a" in resources.network.outputs.later',
    '"a" in resources.network.outputs.some',
    'resources.network.outputs.some == ["x", "y"]',
    'size(resources.network.outputs.later)',
    'resources.network.outputs.later.size()',
    'resources.network.outputs.later.matches("x")',
    'string(resources.network.outputs.later)',
    'has(resources.database.outputs.x)',
    'has(resources.network.outputs.later.x)',
    'resources.network.outputs.later ? 1 : 2',
    'resources.network.outputs.later && true',
    'false || resources.network.outputs.later',
    '1 / 0 == 0 || resources.network.outputs.later',
    'resources.network.outputs.later || 1 / 0 == 0',
    'resources.network.outputs.later.map(x, 1)',
    'resources.network.outputs.some.filter(x, x == "x")',
    'resources.network.outputs.some.exists(x, x == "y")',
    'resources.network.outputs.some.all(x, x == "x")',
    'resources.network.outputs.some.exists_one(x, x == "x")',
    'environment.variables.zones[resources.network.outputs.later]',
    '{resources.network.outputs.later: 1}',
    'resources.database.outputs.?x.orValue(1 / 0)',
    'type(resources.network.outputs.later)',
  ])('%s', (expression) => expect(valueOf(`\${${expression}}`)).toBe(unknown))

  it('in text too', () => {
    expect(valueOf('a ${resources.network.outputs.later} b')).toBe(unknown)
    expect(valueOf('a ${resources.network.outputs.key} b')).toEqual(key)
    expect(valueOf('${resources.network.outputs.later}${resources.network.outputs.password}')).toEqual(key)
  })
})

describe('what does not depend on an unknown value is known', () => {
  it.each([
    ['true || resources.network.outputs.later', true],
    ['resources.network.outputs.later || true', true],
    ['resources.network.outputs.later == "x" || true', true],
    ['false && resources.network.outputs.later', false],
    ['resources.network.outputs.later && false', false],
    ['true ? 1 : resources.network.outputs.later', 1],
    ['size(resources.network.outputs.some)', 2],
    ['resources.network.outputs.some == null', false],
    ['has(resources.network.outputs.later)', true],
    ['has(resources.database.outputs)', true],
    ['resources.network.outputs.some.exists(x, x == "x")', true],
    ['resources.network.outputs.some.all(x, x == "y")', false],
    ['resources.network.outputs.some.map(x, 1)', [1, 1]],
    ['"later" in resources.network.outputs', true],
  ])('%s', (expression, expected) => expect(valueOf(`\${${expression}}`)).toEqual(expected))
})

describe('what is computed of a sensitive value is sensitive as a whole', () => {
  it.each([
    ['resources.network.outputs.password + "x"', 'hunter2!x'],
    ['resources.network.outputs.password == ""', false],
    ['size(resources.network.outputs.password)', 8],
    ['resources.network.outputs.password == "" ? 1 : 2', 2],
    ['resources.network.outputs.password == "" || true', true],
    ['[resources.network.outputs.password == "", "x"]', [false, 'x']],
    ['[1, 2][size(resources.vault.outputs.list) - 1]', 1],
    ['resources.vault.outputs.port + 1', 8201],
    ['"token" in resources.vault.outputs', true],
    ['has(resources.vault.outputs.token)', true],
    ['has(resources.vault.outputs.none)', false],
    ['resources.vault.outputs.?none.hasValue()', false],
    ['resources.vault.outputs.map(key, key)', ['token', 'port', 'list']],
    ['{resources.network.outputs.password: 1}', { 'hunter2!': 1 }],
    ['[resources.network.outputs.password] == [""]', false],
    ['resources.network.outputs.key + "x"', unknown],
  ])('%s', (expression, expected) => expect(valueOf(`\${${expression}}`)).toEqual(new Sensitive(expected)))

  it('in text too', () => expect(valueOf('p: ${resources.network.outputs.password}')).toEqual(new Sensitive('p: hunter2!')))

  it('but not what only holds it', () => {
    expect(valueOf('${has(resources.network.outputs.password)}')).toBe(true)
    expect(valueOf('${[resources.network.outputs.password, "x"][1]}')).toBe('x')
  })

  it.each([
    'int(resources.network.outputs.password)',
    'bool(resources.network.outputs.password)',
    'resources.network.outputs.password.matches(resources.network.outputs.password + "(")',
    '{"a": 1}[resources.network.outputs.password]',
    'resources.vault.outputs.tokne',
    'resources.network.outputs.password + 1',
    '{resources.network.outputs.password: 1, "hunter2!": 2}',
    'timestamp(resources.network.outputs.password)',
  ])('a failure of %s does not tell it', (expression) => {
    const outcome = outcomeOf(`\${${expression}}`)
    expect(outcome).toMatch(/: this fails on a sensitive value \|/)
    expect(outcome).not.toMatch(/hunter|token"/)
  })
})

describe('properties', () => {
  const concrete = fc.constantFrom<Value>('x', 'y', '', 0, 3, 1.5, true, false, null, [], ['x'], { x: 1 }, 'true')
  const u = 'resources.a.outputs.u'
  const atom = fc.constantFrom(u, u, 'resources.a.outputs.v', '"x"', '1', 'true', 'null')
  // Types mostly fit, so that most expressions have a value.
  const expression = fc.letrec<{ any: string; bool: string; list: string; map: string }>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      atom,
      tie('bool'),
      tie('list'),
      tie('map'),
      fc.tuple(tie('bool'), tie('any'), tie('any')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc.tuple(tie('list'), fc.constantFrom('0', '1', u)).map(([a, b]) => `${a}[${b}]`),
      fc.tuple(tie('map'), fc.constantFrom('.x', '.?x.orValue(1)', `[?${u}]`, '.?z.orValue(2)')).map(([a, b]) => `${a}${b}`),
      tie('list').map((a) => `size(${a})`),
      tie('map').map((a) => `size(${a})`),
      fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a} + ${b})`),
      tie('any').map((a) => `string(${a})`),
      fc.tuple(tie('any'), tie('any')).map(([a, b]) => `cel.bind(b, ${a}, [b, ${b}])`),
    ),
    bool: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('true', 'false', `${u} == "x"`, `${u} == 3`, `${u} == null`, u),
      fc.tuple(tie('any'), fc.constantFrom('==', '!='), tie('any')).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(tie('bool'), fc.constantFrom('&&', '||'), tie('bool')).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(tie('bool'), fc.constantFrom('&& 1 / 0 == 0', '|| 1 / 0 == 0')).map(([a, b]) => `(${a} ${b})`),
      fc.tuple(atom, tie('list')).map(([a, b]) => `(${a} in ${b})`),
      fc.tuple(atom, tie('map')).map(([a, b]) => `(${a} in ${b})`),
      fc.tuple(tie('list'), fc.constantFrom('all', 'exists', 'exists_one'), tie('any')).map(([a, m, b]) => `${a}.${m}(i, ${b} == i)`),
      tie('map').map((a) => `has(${a}.x)`),
      tie('bool').map((a) => `!${a}`),
    ),
    list: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('resources.a.outputs.l', '["x", 3]'),
      fc.tuple(tie('any'), tie('any')).map(([a, b]) => `[${a}, ${b}]`),
      fc.tuple(tie('list'), fc.constantFrom('map', 'filter'), tie('any')).map(([a, m, b]) => `${a}.${m}(i, ${b} == i)`),
      fc.tuple(tie('list'), tie('list')).map(([a, b]) => `(${a} + ${b})`),
    ),
    map: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('resources.a.outputs', 'resources.a.outputs.m', u, '{"x": 1}'),
      fc.tuple(tie('any'), tie('any')).map(([a, b]) => `{"x": ${a}, "y": ${b}}`),
      tie('any').map((a) => `{${u}: ${a}, "y": 1}`),
    ),
  })).any

  const scopeWith = (u: Value, v: Value): Scope => ({ resources: { a: { outputs: { u, v, l: ['x', u], m: { x: u } } } } })

  /** Where the partly unknown value is known, it is what the known one is. */
  function agrees(partial: Value, known: Value): boolean {
    if (partial instanceof Unknown) return true
    if (partial instanceof Sensitive || known instanceof Sensitive) return agrees(bare(partial), bare(known))
    if (typeof partial !== 'object' || partial === null || typeof known !== 'object' || known === null) return Object.is(partial, known)
    const [a, b] = [childrenOf(partial), childrenOf(known)]
    return a.length === b.length && a.every(([name, child], at) => b[at]?.[0] === name && agrees(child, b[at][1]))
  }

  const childrenOf = (value: object): readonly (readonly [string, Value])[] => Object.entries(value)

  const bare = (value: Value): Value => (value instanceof Sensitive ? value.value : value)

  it('a known result stays what it is whatever the unknown turns out to be', () => {
    fc.assert(
      fc.property(expression, concrete, concrete, (text, first, v) => {
        const before = outcomeOf(`\${${text}}`, scopeWith(unknown, v))
        const after = outcomeOf(`\${${text}}`, scopeWith(first, v))
        // What fails whatever happens fails; what is known stays so, unless a member turns out to be missing.
        if (typeof before === 'string' || typeof after === 'string') return
        expect(agrees(before.value, after.value), `${JSON.stringify(before)} became ${JSON.stringify(after)}`).toBe(true)
      }),
      { numRuns: 1500 },
    )
  })

  it('what fails with an unknown value fails with any', () => {
    fc.assert(
      fc.property(expression, concrete, concrete, (text, first, v) => {
        const before = outcomeOf(`\${${text}}`, scopeWith(unknown, v))
        if (typeof before === 'string') expect(typeof outcomeOf(`\${${text}}`, scopeWith(first, v))).toBe('string')
      }),
      { numRuns: 1500 },
    )
  })

  it('a result that would be another one with another secret is sensitive', () => {
    const unmarked = (value: Value): boolean => JSON.stringify(toMarked(value).sensitive) === 'false'
    fc.assert(
      fc.property(expression, concrete, concrete, concrete, (text, first, second, v) => {
        const [a, b] = [first, second].map((secret) => outcomeOf(`\${${text}}`, scopeWith(new Sensitive(secret), v)))
        if (a === undefined || b === undefined || typeof a === 'string' || typeof b === 'string') return
        if (unmarked(a.value) && unmarked(b.value)) expect(a.value).toEqual(b.value)
      }),
      { numRuns: 1500 },
    )
  })

  it('marks do not change the value', () => {
    fc.assert(
      fc.property(expression, concrete, concrete, (text, first, v) => {
        const plain = outcomeOf(`\${${text}}`, scopeWith(first, v))
        const marked = outcomeOf(`\${${text}}`, scopeWith(new Sensitive(first), v))
        expect(typeof marked).toBe(typeof plain)
        if (typeof plain !== 'string' && typeof marked !== 'string') expect(toMarked(marked.value).value).toEqual(toMarked(plain.value).value)
      }),
      { numRuns: 1500 },
    )
  })

  it('marks go out and back in', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(unknown))
    const value = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.string({ maxLength: 3 }), tie('value'), { maxKeys: 3 }),
        tie('value').map((inner) => new Sensitive(inner)),
      ),
    })).value
    fc.assert(
      fc.property(value, (any) => {
        expect(toMarked(fromMarked(toMarked(any)))).toEqual(toMarked(any))
      }),
    )
  })
})
