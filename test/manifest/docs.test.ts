import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { schemaFiles } from '../../src/coordinator/schema-files.ts'
import { kindsNotYetSupported } from '../../src/manifest/kinds.ts'
import { readCoordinationConfig } from '../../src/manifest/coordination-config.ts'
import { readYaml } from '../../src/manifest/read-yaml.ts'
import { validateDocument } from '../../src/manifest/validate-document.ts'
import { describedAs, schemaFields } from '../rig/schema-fields.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/manifest.md'), 'utf8')
const schemas = readdirSync(join(root, 'schemas'))
  // Schemas of what Genesis writes are not about manifests.
  .filter((name) => !name.endsWith('.schema.json'))
  .map((name) => [name, JSON.parse(readFileSync(join(root, 'schemas', name), 'utf8'))] as const)

describe('docs/manifest.md', () => {
  it.each([...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, example = '']) => example))('has an example that is valid: %#', (example) => {
    const problems: unknown[] = []
    const report = (problem: unknown) => problems.push(problem)
    if (example.startsWith('coordination:')) readCoordinationConfig({ path: 'a.yaml', text: example }, readYaml, report)
    else readYaml({ path: 'a.yaml', text: example }, report).documents.forEach((document) => validateDocument(document, report))
    expect(problems).toEqual([])
  })

  it('names every kind and field that is not yet supported, where it is', () => {
    const later = [...kindsNotYetSupported, ...schemas.flatMap(([, schema]) => valuesOf(schema, 'x-not-yet'))]
    expect(later.length).toBeGreaterThan(10)
    const list = page.slice(page.indexOf('## Not yet supported'))
    for (const name of later) expect(list).toContain(`\`${String(name)}\``)
  })

  it('names every field that is supported', () => {
    for (const [, schema] of schemas) for (const name of fieldsOf(schema)) expect(page).toMatch(new RegExp(`\\b${name}\\b`))
  })
})

describe('the schemas', () => {
  it.each(['file', 'command', 'terraform-stack'])('let defaults say every field of %s', (name) => {
    const schema = Object.fromEntries(schemas)[`${name}.json`] as KindSchema
    const defaults = Object.fromEntries(schemas)['defaults.json'] as { readonly properties: Readonly<Record<string, KindSchema>> }
    const spec = defaults.properties[schema.title]?.properties.spec
    const fields = Object.keys(schema.properties.spec.properties).map((field) => [field, { $ref: `${name}.json#/properties/spec/properties/${field}` }])
    expect(spec?.properties).toEqual(Object.fromEntries(fields))
    expect(spec?.['x-not-yet']).toEqual(schema.properties.spec['x-not-yet'])
  })

  it.each(Object.entries(schemaFiles))('describe every field in sentences: %s', (name, schema) => {
    const mute = schemaFields(name).filter((field) => !/^[A-Z`].*\.$/.test(describedAs(field)))
    expect(mute.map(({ path }) => path.join('.'))).toEqual([])
    expect(schema['$schema']).toBe('http://json-schema.org/draft-07/schema#')
  })
})

interface KindSchema {
  readonly title: string
  readonly properties: { readonly spec: { readonly properties: Readonly<Record<string, unknown>>; readonly 'x-not-yet'?: readonly string[] } }
}

function* nodes(schema: unknown): Generator<Record<string, unknown>> {
  if (typeof schema !== 'object' || schema === null) return
  if (!Array.isArray(schema)) yield schema as Record<string, unknown>
  for (const part of Object.values(schema)) yield* nodes(part)
}

function valuesOf(schema: unknown, keyword: string): readonly unknown[] {
  return [...nodes(schema)].flatMap((node) => (Array.isArray(node[keyword]) ? (node[keyword] as unknown[]) : []))
}

function propertiesOf(schema: unknown): readonly (readonly [string, Record<string, unknown>])[] {
  return [...nodes(schema)].flatMap(({ properties }) => Object.entries((properties ?? {}) as Record<string, Record<string, unknown>>))
}

function fieldsOf(schema: unknown): readonly string[] {
  return propertiesOf(schema).map(([name]) => name)
}
