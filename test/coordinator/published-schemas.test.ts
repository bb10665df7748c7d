import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { publishedSchemas } from '../../src/coordinator/published-schemas.ts'
import { schemaFiles } from '../../src/coordinator/schema-files.ts'
import { editorSchema } from '../../src/coordinator/editor-schema.ts'
import { editorSettings } from '../../src/coordinator/editor-settings.ts'
import { standaloneSchema } from '../../src/coordinator/standalone-schema.ts'
import { documentValidators } from '../../src/manifest/kinds.ts'

const folder = join(import.meta.dirname, '../../schemas')

describe('the published schemas', () => {
  it('are all that there are, as they are', () => {
    const names = readdirSync(folder).sort()
    expect(Object.keys(schemaFiles).sort()).toEqual(names)
    for (const name of names) expect(schemaFiles[name]).toEqual(JSON.parse(readFileSync(join(folder, name), 'utf8')))
  })

  it('can each be used alone', async () => {
    const published = await publishedSchemas()
    expect(published.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Project', 'Environment', 'File', 'Command', 'TerraformStack', 'CoordinationFile', 'Plan', 'Event']),
    )
    for (const { title, schema } of published) {
      const ajv = new Ajv({ strict: false })
      formats.default(ajv)
      expect(() => ajv.compile(schema), title).not.toThrow()
    }
  })

  it('still describe the same when used alone', async () => {
    const file = (await publishedSchemas()).find(({ title }) => title === 'File')!
    const validate = new Ajv({ strict: false }).compile(file.schema)
    const document = { apiVersion: 'genesis/v1', kind: 'File', metadata: { name: 'a' }, spec: { path: 'out/a', content: 'x' } }
    expect(validate(document)).toBe(true)
    expect(validate({ ...document, metadata: { name: 'Not A Name' } })).toBe(false)
    expect(validate({ ...document, apiVersion: 'genesis/v9' })).toBe(false)
  })
})

describe('standaloneSchema', () => {
  it('follows references from file to file, in circles, too', () => {
    const schemas = {
      'a.json': { $ref: 'b.json#/definitions/b', definitions: { own: { $ref: '#/definitions/other' }, other: true } },
      'b.json': { definitions: { b: { $ref: '#/definitions/c' }, c: { properties: { a: { $ref: 'a.json' }, c: { $ref: 'c.json#/definitions/x' } } } } },
      'c.json': { definitions: { x: { type: 'string' } } },
    }
    const whole = standaloneSchema('a.json', schemas)
    expect(whole).toMatchObject({
      $ref: '#/definitions/b.json/definitions/b',
      definitions: {
        own: { $ref: '#/definitions/other' },
        'b.json': { definitions: { b: { $ref: '#/definitions/b.json/definitions/c' } } },
        'c.json': { definitions: { x: { type: 'string' } } },
        'a.json': {},
      },
    })
    const validate = new Ajv({ strict: false }).compile(whole)
    expect([validate({ a: { a: {} }, c: 'x' }), validate({ a: { c: 1 } })]).toEqual([true, false])
  })
})

describe('editorSchema', () => {
  it('says in words what a pattern wants, and leaves fields alone that are named like keywords', () => {
    const field = { description: 'A `name`.', type: 'string', pattern: '^a$', 'x-expects': 'an a' }
    expect(editorSchema({ properties: { pattern: field, description: { type: ['array', 'string'], pattern: '\\$\\{' } } })).toEqual({
      properties: {
        pattern: { ...field, markdownDescription: 'A `name`.', patternErrorMessage: 'This must be an a.' },
        description: { type: ['array', 'string'], pattern: '\\$\\{', patternErrorMessage: 'This must be a list, or an expression.' },
      },
    })
  })
})

describe('editorSettings', () => {
  it.each([
    ['/a/project', '/a/project/schemas', './schemas/document.json'],
    ['/a/project', '/a/project', './document.json'],
    ['/a/project', '/a/schemas', '/a/schemas/document.json'],
  ])('names in %s the schemas of %s', (folder, schemas, path) => {
    expect(Object.keys(editorSettings(folder, schemas)['yaml.schemas'])[0]).toBe(path)
  })
})

describe('the schema for any document', () => {
  it('knows every kind, each as its own schema describes it', () => {
    const kind = { properties: { kind: { enum: Object.keys(documentValidators) } } }
    expect(schemaFiles['document.json']).toMatchObject(kind)
    const titles = Object.keys(documentValidators).map((name) => Object.entries(schemaFiles).find(([, { title }]) => title === name)!)
    expect(schemaFiles['document.json']).toMatchObject({
      properties: { kind: { enumDescriptions: titles.map(([, { description }]) => description) } },
      allOf: titles.map(([file, { title }]) => ({ if: { properties: { kind: { const: title } } }, then: { $ref: file } })),
    })
  })
})
