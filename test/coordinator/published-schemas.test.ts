import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { publishedSchemas } from '../../src/coordinator/published-schemas.ts'
import { schemaFiles } from '../../src/coordinator/schema-files.ts'
import { standaloneSchema } from '../../src/coordinator/standalone-schema.ts'

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
