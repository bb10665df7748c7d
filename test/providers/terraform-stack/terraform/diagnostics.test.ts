import { describe, expect, it } from 'vitest'
import { toDiagnostics, toText, type PlaceMap } from '../../../../src/providers/terraform-stack/terraform/report-diagnostics.ts'
import { parseMessage, type TerraformDiagnostic } from '../../../../src/providers/terraform-stack/terraform/terraform-message.ts'
import { parseTextDiagnostics } from '../../../../src/providers/terraform-stack/terraform/text-diagnostics.ts'

const places: PlaceMap = { folder: { tree: '/cache/tree', data: '/cache/data' }, module: 'infra/stacks/app', project: 'infra' }
const about = { places, address: 'dev/app', declaration: null }

/** As terraform 1.11.4 writes it. */
const line =
  '{"@level":"error","@message":"Error: Unsupported argument","@module":"terraform.ui","@timestamp":"2026-01-01T00:00:00Z","diagnostic":{"severity":"error","summary":"Unsupported argument","detail":"An argument named \\"inputt\\" is not expected here. Did you mean \\"input\\"?","range":{"filename":"main.tf","start":{"line":2,"column":3,"byte":35},"end":{"line":2,"column":9,"byte":41}},"snippet":{"context":"resource \\"terraform_data\\" \\"c\\"","code":"  inputt = var.x","start_line":2,"highlight_start_offset":2,"highlight_end_offset":8,"values":[{"traversal":"var.x","statement":"is \\"a-secret\\""}]}},"type":"diagnostic"}'

function diagnosticOf(text: string): TerraformDiagnostic {
  const message = parseMessage(text)
  if (message?.type !== 'diagnostic') throw new Error('no diagnostic')
  return message.diagnostic
}

describe("Terraform's diagnostics", () => {
  it('point at the file in the repository, once, without values', () => {
    const found = toDiagnostics([diagnosticOf(line), diagnosticOf(line)], about)
    expect(found).toEqual([
      {
        code: 'tool-failed',
        severity: 'error',
        message: 'Unsupported argument\nAn argument named "inputt" is not expected here. Did you mean "input"?',
        address: 'dev/app',
        at: { file: 'stacks/app/main.tf', start: { line: 2, column: 3, offset: 35 }, end: { line: 2, column: 9, offset: 41 } },
        details: { snippet: '  inputt = var.x', context: 'resource "terraform_data" "c"' },
      },
    ])
    expect(toText([diagnosticOf(line)], places)).toBe(
      'Error: Unsupported argument\n  on stacks/app/main.tf:2, in resource "terraform_data" "c"\n  An argument named "inputt" is not expected here. Did you mean "input"?',
    )
  })

  it.each([
    ['../../modules/x/main.tf', 'modules/x/main.tf'],
    ['../../../shared/x.tf', '../shared/x.tf'],
    ['../../../../data/modules/net/main.tf', null],
    ['zz_genesis_backend_override.tf.json', null],
    ['/tmp/variables.tfvars.json', null],
  ])('of %s are at %s', (filename, file) => {
    const range = { filename, start: { line: 1, column: 1, byte: 0 }, end: { line: 1, column: 1, byte: 0 } }
    const [found] = toDiagnostics([{ severity: 'error', summary: 's', detail: '', range, snippet: null }], about)
    expect(found?.at?.file ?? null).toBe(file)
  })

  it('are read out of text as well', () => {
    const text = `
Initializing the backend...

Error: Terraform encountered problems during initialisation, including problems
with the configuration, described below.

The Terraform configuration must be valid before initialization so that
Terraform can determine which modules and providers need to be installed.


Error: Invalid single-argument block definition

  on bad.tf line 1, in resource "terraform_data" "a":
   1: resource "terraform_data" "a" { inputt = varr.x

An argument definition on the same line as its containing block creates a
single-line block definition, which must also be closed on the same line.

Warning: Deprecated

Old.
`
    expect(parseTextDiagnostics(text.split('\n'))).toMatchObject([
      {
        severity: 'error',
        summary: 'Terraform encountered problems during initialisation, including problems\nwith the configuration, described below.',
        detail:
          'The Terraform configuration must be valid before initialization so that Terraform can determine which modules and providers need to be installed.',
        range: null,
      },
      {
        severity: 'error',
        summary: 'Invalid single-argument block definition',
        detail:
          'An argument definition on the same line as its containing block creates a single-line block definition, which must also be closed on the same line.',
        range: { filename: 'bad.tf', start: { line: 1 } },
      },
      { severity: 'warning', summary: 'Deprecated', detail: 'Old.' },
    ])
    expect(parseTextDiagnostics(['all is well'])).toEqual([])
  })

  it.each(['', 'text', '{', '{"@message":1}', '[]'])('are not seen in the line %j', (text) => {
    expect(parseMessage(text)).toBeNull()
  })
})
