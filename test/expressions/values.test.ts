import type { Json } from '../../src/events/json.ts'
import { describe, expect, it } from 'vitest'
import { outcomeOf, valueOf } from './evaluating.ts'

describe('an expression that is the whole value keeps its type', () => {
  it.each([
    ['${environment.variables.size}', 3],
    ['${environment.variables.ratio}', 1.5],
    ['${environment.variables.on}', true],
    ['${environment.variables.nothing}', null],
    ['${environment.variables.zones}', ['a', 'b', 'c']],
    ['${environment.variables.tags}', { team: 'web' }],
    ['${environment.variables.size + 1}', 4],
    ['${environment.variables.size * 1.5}', 4.5],
    ['${1.5 + environment.variables.size}', 4.5],
    ['${environment.variables.size / 2}', 1],
    ['${environment.variables.size / 2.0}', 1.5],
    ['${environment.variables.size % 2}', 1],
    ['${environment.variables.size - 0.5}', 2.5],
    ['${environment.variables.size > 2.5}', true],
    ['${environment.variables.size == 3.0}', true],
    ['${environment.variables.ratio == 1.5}', true],
    ['${-environment.variables.size}', -3],
    ['${0.0 * -1}', 0],
    ['${environment.labels.tier == "prod" ? 3 : null}', 3],
    ['${environment.labels.none}', null],
    ['${environment.labels["none"] == null}', true],
    ['${environment.variables.?none}', null],
    ['${environment.variables.?size}', 3],
    ['${environment.variables.?none.orValue("x")}', 'x'],
    ['${environment.variables[?"none"].or(optional.of(7)).value()}', 7],
    ['${environment.?nothing.?deep.hasValue()}', false],
    ['${environment.variables.nothing.?deep.orValue(1)}', 1],
    ['${has(environment.variables.none)}', false],
    ['${has(environment.variables.size)}', true],
    ['${has(environment.variables.nothing)}', true],
    ['${has(environment.labels.none)}', false],
    ['${has(resources.none.outputs.x)}', false],
    ['${has(resources["my-app"].outputs.url)}', true],
    ['${has(environment.variables["my-var"])}', false],
    ['${"size" in environment.variables}', true],
    ['${environment.variables.zones + ["d"]}', ['a', 'b', 'c', 'd']],
    ['${environment.variables.zones.map(zone, environment.variables.region + zone)}', ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    ['${environment.variables.zones.filter(z, z != "b")}', ['a', 'c']],
    ['${environment.variables.zones.map(z, z != "b", z + "!")}', ['a!', 'c!']],
    ['${environment.variables.zones.exists(z, z == "b")}', true],
    ['${environment.variables.zones.all(z, z.size() == 1)}', true],
    ['${environment.variables.zones.exists_one(z, z == "q")}', false],
    ['${environment.variables.tags.map(key, key)}', ['team']],
    ['${size(environment.variables.zones) + size("äö")}', 5],
    ['${cel.bind(n, environment.variables.size, n * n)}', 9],
    ['${ {"name": resource.name, "n": 1, 2: true} }', { name: 'app', n: 1, '2': true }],
    ['${ {"__proto__": 1, "constructor": 2} }', Object.fromEntries([['__proto__', 1], ['constructor', 2]] as const)], // prettier-ignore
    ['${environments["global"].resources.dns.outputs.zone_id}', 'z-1'],
    ['${resources["my-app"].outputs.url}', 'https://app'],
    ['${resources["app-" + environment.name].outputs.url}', 'https://prod'],
    ['${environment.variables.region.matches("^eu-[a-z]+-[0-9]$")}', true],
    ['${environment.name.replace("-", "_").upperAscii()}', 'PROD_EU'],
    ['${environment.variables.zones.join(",")}', 'a,b,c'],
    ['${type(environment.variables.size) == int}', true],
    ['${b"abc"}', 'YWJj'],
    ['${timestamp("2026-01-31T12:00:00Z") + duration("90m")}', '2026-01-31T13:30:00Z'],
    ['${duration("-1.5s")}', '-1.5s'],
    ['${timestamp("2026-03-01T00:00:00Z").getDayOfYear()}', 59],
    ['${bytes("{\\"a\\": [1]}").json().a}', [1]],
    ['${true || 1 / 0 == 0}', true],
    ['${1 / 0 == 0 || true}', true],
    ['${false && 1 / 0 == 0}', false],
    ['${r"\\d" + """ "quoted" """}', '\\d "quoted" '],
    ['${/* */}', 'expression-syntax'],
  ])('%s', (template, expected) => {
    const outcome = outcomeOf(template)
    expect(typeof outcome === 'string' ? outcome.split(':')[0] : outcome.value).toEqual(expected)
  })
})

describe('text around an expression makes a string', () => {
  it.each([
    ['n-${environment.variables.size}', 'n-3'],
    ['${environment.variables.size}${environment.variables.size}', '33'],
    [' ${environment.variables.ratio}', ' 1.5'],
    ['${environment.variables.on}!', 'true!'],
    ['${2.0 * 3} ', '6 '],
    ['at ${timestamp("2026-01-31T12:00:00Z")}', 'at 2026-01-31T12:00:00Z'],
    ['$${environment.name} is ${environment.name}', '${environment.name} is prod-eu'],
    ['$${environment.name}', '${environment.name}'],
    ['${"a"}\n', 'a\n'],
  ])('%j', (template, expected) => expect(valueOf(template)).toBe(expected))
})

describe('a tree', () => {
  it('is evaluated in every value and nowhere else', () => {
    const tree = { a: ['x', '${environment.name}', { b: '${environment.variables.size}' }], 'k$${x}': 1, c: null, d: 1.5, e: [] }
    expect(valueOf(tree)).toEqual({ a: ['x', 'prod-eu', { b: 3 }], 'k${x}': 1, c: null, d: 1.5, e: [] })
  })

  it('keeps the order of its keys, and a key of any name', () => {
    const tree: Json = JSON.parse('{"z": "${1}", "__proto__": {"x": "${2}"}, "a": 0}')
    const value = valueOf(tree)
    expect(Object.entries(value as object)).toEqual([['z', 1], ['__proto__', { x: 2 }], ['a', 0]]) // prettier-ignore
  })
})
