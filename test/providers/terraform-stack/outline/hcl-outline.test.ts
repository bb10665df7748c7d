import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outlineHcl } from '../../../../src/providers/terraform-stack/outline/hcl-outline.ts'

const outline = (text: string): ReturnType<typeof outlineHcl> => outlineHcl('main.tf', text)

describe('the outline of a .tf file', () => {
  it('knows variables, whether they are required, and which are sensitive', () => {
    const { variables } = outline(`
      variable "plain" { type = string }
      variable "with_default" {
        default = { a = "}", b = [1, 2] } # }
      }
      variable "secret" {
        sensitive = true
        type      = string
      }
      variable "nothing" {}
    `)
    expect(Object.fromEntries([...variables].map(([name, { sensitive, required }]) => [name, { sensitive, required }]))).toEqual({
      plain: { sensitive: false, required: true },
      with_default: { sensitive: false, required: false },
      secret: { sensitive: true, required: true },
      nothing: { sensitive: false, required: true },
    })
  })

  it.each([
    ['comments', '# variable "x" {}\n// variable "x" {}\n/* variable "x" {} */\nvariable "a" {}'],
    ['a heredoc', 'locals {\n  text = <<-EOT\n    variable "x" {}\n    }\n    EOT\n}\nvariable "a" {}'],
    ['a heredoc that is an argument', 'locals {\n  t = trimspace(<<EOT\n}}}\nEOT\n  )\n}\nvariable "a" {}'],
    ['braces in strings', 'locals { t = "}}} \\" }" }\nvariable "a" {}'],
    ['nested templates', 'locals { t = "a ${ f("}", { k = "b ${ g("}") }" }) } }" }\nvariable "a" {}'],
    ['escaped templates', 'locals { t = "$${ %%{ }" }\nvariable "a" {}'],
    [
      'dynamic blocks',
      'resource "x_y" "z" {\n  dynamic "b" {\n    for_each = [for k, v in var.m : { k = k } if v != "}"]\n    content {}\n  }\n}\nvariable "a" {}',
    ],
    ['a shift of operators', 'locals { x = 1 < 2 ? "<<EOT" : "b" }\nvariable "a" {}'],
    ['Windows line ends', 'locals {\r\n  x = 1\r\n}\r\nvariable "a" {\r\n  type = string\r\n}\r\n'],
    ['a byte order mark', '\ufeffvariable "a" {}'],
    ['labels without quotes', 'variable a {}'],
  ])('is not misled by %s', (_, text) => {
    expect([...outline(text).variables.keys()]).toEqual(['a'])
  })

  it('reads the backend block: constants, and the names of what is no constant', () => {
    const { backend } = outline(
      'terraform {\n  backend "s3" {\n    bucket  = "state"\n    key     = "app/${x}"\n    encrypt = true # yes\n    retries = 3\n    assume_role {\n      role_arn = "r"\n    }\n  }\n}',
    )
    expect(backend).toMatchObject({ type: 's3', config: { bucket: 'state', encrypt: true, retries: 3 }, dynamic: ['assume_role', 'key'] })
    expect(backend?.at).toMatchObject({ file: 'main.tf', position: { line: 2, column: 3 } })
  })

  it('finds cloud blocks, versions, data sources and module sources', () => {
    const found = outline(
      'terraform {\n  required_version = ">= 1.5"\n  cloud {}\n}\ndata "aws_ami" "x" {}\nmodule "a" { source = "./a" }\nmodule "b" { source = "org/b/aws" }',
    )
    expect(found.cloud).toMatchObject({ position: { line: 3 } })
    expect(found).toMatchObject({ requiredVersions: ['>= 1.5'], readsWorld: true, moduleSources: ['./a', 'org/b/aws'] })
  })

  it('tells outputs and which are sensitive', () => {
    expect(Object.fromEntries(outline('output "a" { value = 1 }\noutput "b" {\n  value = 2\n  sensitive = true\n}').outputs)).toEqual({
      a: { sensitive: false },
      b: { sensitive: true },
    })
  })

  it('names what init acts on, and nothing else', () => {
    const parts = (text: string): readonly string[] => outline(text).initParts
    const module =
      'terraform {\n  required_providers { aws = { source = "hashicorp/aws" } }\n}\nresource "aws_vpc" "a" { cidr = "1" }\nmodule "m" {\n  source = "./m"\n  size = 1\n}'
    expect(parts(module)).toEqual(['required aws { source = "hashicorp/aws" }', 'provider aws', 'module m source "./m"'])
    expect(parts(module.replace('cidr = "1"', 'cidr = "2"').replace('size = 1', 'size = 2'))).toEqual(parts(module))
    expect(parts(module.replace('aws_vpc', 'google_x'))).not.toEqual(parts(module))
  })

  it('collects the paths that the module names', () => {
    expect(outline('locals { a = file("${path.module}/../x.json") }\nresource "x_y" "z" { b = templatefile("./t/${var.n}.tpl", {}) }').paths).toEqual([
      '${path.module}/../x.json',
      './t/${var.n}.tpl',
    ])
  })

  it('never throws and always ends', () => {
    const piece = fc.constantFrom('"', '${', '}', '{', '\n', '<<EOT', 'EOT', '/*', '*/', '#', '\\', 'variable', ' ', '=', 'a', '[', ')', '%{', '$${', '\ud800')
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
        ),
        (text) => void outline(text),
      ),
    )
  })

  it('gets through deep nesting', () => {
    expect(() => outline('locals { x = '.padEnd(100_000, '{"${['))).not.toThrow()
    expect(() => outline('terraform {\n'.repeat(100_000))).not.toThrow()
  })
})
