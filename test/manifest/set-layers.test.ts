import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../src/events/diagnostic.ts'
import type { Json } from '../../src/events/json.ts'
import { readSetLayers } from '../../src/manifest/set-layers.ts'
import { setTarget } from '../../src/manifest/set-word.ts'

async function read(...words: readonly string[]) {
  const diagnostics: Diagnostic[] = []
  const layers = await readSetLayers(words, (diagnostic) => diagnostics.push(diagnostic))
  return { layers, diagnostics }
}

/** What is set at `app.variables.x`. */
async function valueOf(written: string): Promise<Json> {
  const { layers, diagnostics } = await read(`app.variables.x=${written}`)
  expect(diagnostics).toEqual([])
  const [layer] = layers.of('dev', 'app')
  return (layer?.value as { spec: { variables: { x: Json } } }).spec.variables.x
}

describe('--set', () => {
  it.each([
    ['9', 9],
    ['-1.5', -1.5],
    ['true', true],
    ['null', null],
    ['~', null],
    ['', ''],
    ['shop:1.5.0', 'shop:1.5.0'],
    ['"9"', '9'],
    ["'a # b'", 'a # b'],
    ['[a, 1, "2"]', ['a', 1, '2']],
    ['{ a: 1, b: [c] }', { a: 1, b: ['c'] }],
    ['${environment.variables.size * 2}', '${environment.variables.size * 2}'],
    ['${ready ? 1 : 2}', '${ready ? 1 : 2}'],
    ['a: b', 'a: b'],
    ['a #b', 'a #b'],
    ['- a', '- a'],
    ['*all', '*all'],
    ['@x', '@x'],
    ['a=b', 'a=b'],
    [' spaced ', ' spaced '],
    ['two\nlines', 'two\nlines'],
  ])('reads %j as a document has it in one line', async (written, value) => {
    expect(await valueOf(written)).toEqual(value)
  })

  it('takes any text that begins like none of YAML as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const written = `x ${text}`
        expect(await valueOf(written)).toBe(written)
      }),
      { numRuns: 300 },
    )
  })

  it('is for a resource in all environments or in one, or for the variables of environments', async () => {
    const { layers } = await read('app.variables.size=1', 'prod/app.spec.variables.size=2', 'environment.variables.region=eu')
    expect(layers.of('dev', 'app').map(({ value }) => value)).toEqual([{ spec: { variables: { size: 1 } } }])
    expect(layers.of('prod', 'app').map(({ value }) => value)).toEqual([{ spec: { variables: { size: 1 } } }, { spec: { variables: { size: 2 } } }])
    expect(layers.of('dev', 'db')).toEqual([])
    expect(layers.variables.map(({ value }) => value)).toEqual([{ spec: { variables: { region: 'eu' } } }])
  })

  it('knows where each part stands', async () => {
    const { layers } = await read('db.path=x', `app.variables["a.b"]=[1, "\${no}"]`)
    const [layer] = layers.of('dev', 'app')
    const source = layer?.source
    expect(source?.locateKey(['spec', 'variables', 'a.b']).start).toMatchObject({ line: 2, column: 14 })
    expect(source?.locate(['spec', 'variables', 'a.b', 1])).toMatchObject({ file: '--set', start: { line: 2, column: 26 }, end: { column: 33 } })
    expect(source?.locate(['spec', 'variables', 'a.b', 1], [2, 4])).toMatchObject({ start: { column: 29 }, end: { column: 31 } })
  })

  it.each([
    ['app.variables.size', 'is followed by no "=" and value'],
    ['=1', 'is followed by no "=" and value'],
    ['app=1', 'says nothing of what is set in app'],
    ['app.spec=1', 'says nothing of what is set in app'],
    ['app.list[0]=1', 'leads into a list'],
    ['app@eu.path=x', '"app@eu" is an instance'],
    ['App.path=x', '"App" is not the name of a resource'],
    ['environment.labels.tier=prod', 'none of the variables of an environment'],
    ['environment.variables={}', 'is all variables of an environment'],
    ['app.variables.x=[1', 'flow'],
    ['app.variables.x=99999999999999999999', 'cannot be kept exactly'],
  ])('refuses %s', async (word, message) => {
    const { diagnostics } = await read(word)
    expect(diagnostics.map((diagnostic) => [diagnostic.message.toLowerCase().includes(message.toLowerCase()), diagnostic.message])).toEqual([
      [true, expect.anything()],
    ])
    expect(diagnostics[0]?.at?.file).toBe('--set')
  })

  it('is named without its value', () => {
    expect(['app.variables.size=9', 'app.variables["a=b"]=c=d', 'no'].map(setTarget)).toEqual(['app.variables.size', 'app.variables["a=b"]', 'no'])
  })
})
