import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outlineHcl } from '../../../../src/providers/terraform-stack/outline/hcl-outline.ts'
import { outlineJson } from '../../../../src/providers/terraform-stack/outline/json-outline.ts'

describe('the outline of a .tf.json file', () => {
  it('says what the same module says in HCL', () => {
    const hcl = outlineHcl(
      'm',
      'terraform {\n required_version = ">= 1.5"\n backend "s3" { bucket = "b" }\n}\nvariable "a" { default = 1 }\nvariable "b" { sensitive = true }\noutput "o" { value = 1 }\ndata "aws_ami" "x" {}\nmodule "m" { source = "./m" }',
    )
    const json = outlineJson(
      'm',
      JSON.stringify({
        terraform: [{ required_version: '>= 1.5' }, { backend: { s3: { bucket: 'b' } } }],
        variable: { a: { default: 1 }, b: [{ sensitive: true }] },
        output: { o: { value: 1 } },
        data: { aws_ami: { x: {} } },
        module: { m: { source: './m' } },
      }),
    )
    const said = ({ variables, outputs, backend, requiredVersions, readsWorld, moduleSources }: typeof json): unknown => {
      const placed = [...variables].map(([name, { sensitive, required }]) => [name, sensitive, required])
      return { placed, outputs, backend: [backend?.type, backend?.config], requiredVersions, readsWorld, moduleSources }
    }
    expect(said(json)).toEqual(said(hcl))
  })

  it('takes strings with templates for what they are', () => {
    expect(outlineJson('m', '{"terraform":{"backend":{"s3":{"key":"a/${x}","bucket":"b"}}}}').backend).toMatchObject({
      config: { bucket: 'b' },
      dynamic: ['key'],
    })
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void outlineJson('m', text)))
    const key = fc.constantFrom('terraform', 'variable', 'output', 'module', 'data', 'backend', 'required_providers', 'a')
    const shape = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, 1, 'x', true),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 3 }),
      ),
    }))
    fc.assert(fc.property(shape.tree, (tree) => void outlineJson('m', JSON.stringify(tree))))
  })
})
