import { rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PlanDocument } from '../../src/plan/plan-document.ts'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { project, writeFile } from '../rig/project.ts'
import { seen } from './seen.ts'

const header = 'apiVersion: genesis/v1\n'

const genesisFile = `${header}kind: Project
metadata: { name: test, id: "1234abcd" }
spec:
  defaults:
    TerraformStack:
      spec:
        source: stacks/\${resource.name}
        varFiles:
          - vars/common.tfvars
          - { path: "\${resource.source}/\${environment.name}.tfvars", optional: true }
`

const module = `variable "region" {}
variable "size" {
  type    = number
  default = 1
}
variable "tags" { default = null }
variable "token" {
  default   = ""
  sensitive = true
}
resource "terraform_data" "app" {
  input = { region = var.region, size = var.size, tags = var.tags }
}
output "app" { value = terraform_data.app.output }
`

const files = {
  'genesis.yaml': genesisFile,
  'environments/dev.yaml': `${header}kind: Environment\nmetadata: { name: dev }\n---\n${header}kind: Environment\nmetadata: { name: prod }\n`,
  'system/app.yaml': `${header}kind: TerraformStack\nmetadata: { name: app }\nspec: {}\n`,
  'stacks/app/main.tf': module,
  'stacks/app/prod.tfvars': '# more of it\nsize = 9\ntoken = "geheim"\n',
  'vars/common.tfvars': 'region = "eu-west-1"\nsize = 3\ntags = ["a", "b"]\ncosts_center = 4711\n',
}

function vars(more: Readonly<Record<string, string>> = {}): string {
  return project({ ...files, ...more })
}

async function inputs(folder: string, environment: string): Promise<unknown> {
  const { out, err, code } = await genesis(['plan', environment, '-o', 'json'], { folder })
  expect(code, err).toBe(0)
  return (JSON.parse(out) as PlanDocument).resource_changes.find(({ address }) => address === 'terraform_data.app')?.change.after
}

/** With `spec` in place of the project's defaults. */
async function validate(spec: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const document = `${header}kind: TerraformStack\nmetadata: { name: app }\nspec:\n  source: ../stacks/app\n${spec}`
  const other = document.replace(/name: app[^]*/, 'name: other }\nspec: { source: ../stacks/app, variables: { region: eu } }\n')
  const environment = `${header}kind: Environment\nmetadata: { name: dev }\n`
  const project = `${header}kind: Project\nmetadata: { name: test }\n`
  const system = { 'system/app.yaml': document, 'system/other.yaml': other }
  const folder = vars({ 'genesis.yaml': project, 'environments/dev.yaml': environment, ...system, ...more })
  return seen(['validate'], { folder })
}

describe.skipIf(!hasTerraform)(withTerraform('files of variables'), () => {
  it('come in their order, by default for every stack and environment, below what the document says', async () => {
    const folder = vars()
    expect(await inputs(folder, 'dev')).toMatchObject({ input: { region: 'eu-west-1', size: 3, tags: ['a', 'b'] } })
    expect(await inputs(folder, 'prod')).toMatchObject({ input: { region: 'eu-west-1', size: 9 } })
    writeFile(folder, 'stacks/app/dev.tfvars', 'size = 4\n')
    expect(await inputs(folder, 'dev')).toMatchObject({ input: { size: 4 } })
    writeFile(folder, 'system/app.yaml', files['system/app.yaml'].replace('{}', '{ variables: { size: 5 } }'))
    expect(await inputs(folder, 'dev')).toMatchObject({ input: { region: 'eu-west-1', size: 5 } })
  })

  it('may be JSON, ignored by git, and behind a symlink inside the repository', async () => {
    const folder = vars({
      'system/app.yaml': `${header}kind: TerraformStack\nmetadata: { name: app }\nspec: { varFiles: ["../vars/a.tfvars.json", ../link/secret.tfvars] }\n`,
      'vars/a.tfvars.json': '{ "region": "us", "size": 2 }\n',
      '.gitignore': 'secret.tfvars\n',
      'vars/secret.tfvars': 'size = 7\n',
    })
    symlinkSync('vars', join(folder, 'link'))
    expect(await inputs(folder, 'dev')).toMatchObject({ input: { region: 'us', size: 7 } })
  })

  it('make a saved plan stale when they change, and are a reason of the next one', async () => {
    const folder = vars()
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    expect((await genesis(['plan', 'dev', '--detailed-exitcode'], { folder })).code).toBe(0)
    await genesis(['plan', 'dev', '--out', 'dev.plan'], { folder })
    writeFile(folder, 'vars/common.tfvars', files['vars/common.tfvars'].replace('eu-west-1', 'us-east-1'))
    expect(await seen(['apply', 'dev.plan', '--yes'], { folder })).toMatchInlineSnapshot(`
      "error[plan-stale]: the plan is stale: since TIME
          the sources of dev/app were changed: var-file vars/common.tfvars
        = hint: make a new one: genesis plan dev --out FILE

      1 error
      exit 3"
    `)
    const { out } = await genesis(['plan', 'dev'], { folder })
    expect(out).toContain('common.tfvars')
    expect(await seen(['explain', 'dev/app'], { folder })).toMatchInlineSnapshot(`
      "TerraformStack dev/app
        declared   system/app.yaml:3:19
        owns       the Terraform state kept for dev/app
        recorded   by run RUN just now (revision 1)

        in the plan
          it will be updated in place
          because the documents want something else now: varFiles["vars/common.tfvars"]
          because 1 change inside of it
      planning dev: 1 resource
      dev/app: planned: update
      exit 0"
    `)
  })

  it('make a saved plan stale when an optional one appears', async () => {
    const folder = vars()
    await genesis(['plan', 'dev', '--out', 'dev.plan'], { folder })
    writeFile(folder, 'stacks/app/dev.tfvars', 'size = 4\n')
    const { code, err } = await genesis(['apply', 'dev.plan', '--yes'], { folder })
    expect([code, err]).toEqual([3, expect.stringContaining('the sources of dev/app were changed: var-file stacks/app/dev.tfvars')])
  })

  it('are needed for the deletion, too', async () => {
    const folder = vars()
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    const moved = join(folder, 'vars/common.tfvars')
    rmSync(join(folder, 'system/app.yaml'))
    rmSync(moved)
    expect(await seen(['destroy', 'dev', '--yes'], { folder })).toMatchInlineSnapshot(`
      "planning dev: 1 resource
      error[file-unreadable]: dev/app: there is no var-file vars/common.tfvars
        = hint: it is to be deleted as it was applied: bring the file back until it is

      1 error
      exit 3"
    `)
    writeFile(folder, 'vars/common.tfvars', files['vars/common.tfvars'])
    expect((await genesis(['destroy', 'dev', '--yes'], { folder })).code).toBe(0)
  })

  it('are named by explain, with the values that do not count', async () => {
    const folder = vars()
    expect(await seen(['explain', 'prod/app', 'variables'], { folder })).toMatchInlineSnapshot(`
      "prod/app variables

        variables.region = "eu-west-1"
          from vars/common.tfvars:1:1

        variables.size = 9
          from stacks/app/prod.tfvars:2:1 (a file of variables)
          over vars/common.tfvars:2:1 (a file of variables): 3

        variables.tags = [
            "a",
            "b",
        ]
          from vars/common.tfvars:3:1

        variables.token = (sensitive value)
          from stacks/app/prod.tfvars:3:1
      exit 0"
    `)
    writeFile(folder, 'system/app.yaml', files['system/app.yaml'].replace('{}', '{ variables: { size: 5 } }'))
    expect(await seen(['explain', 'prod/app', 'variables.size'], { folder })).toMatchInlineSnapshot(`
      "prod/app variables.size

        variables.size = 5
          from system/app.yaml:4:28 (the document)
          over stacks/app/prod.tfvars:2:1 (a file of variables): 9
          over vars/common.tfvars:2:1 (a file of variables): 3
      exit 0"
    `)
    expect(await seen(['explain', 'prod/app', 'varFiles'], { folder })).toMatchInlineSnapshot(`
      "prod/app varFiles

        varFiles[0] = "../vars/common.tfvars"
          from genesis.yaml:10:13

        varFiles[1].path = "../stacks/app/prod.tfvars"
          from genesis.yaml:11:21
          as   \${resource.source}/\${environment.name}.tfvars
            resource.source = "../stacks/app"
              from system/app.yaml:3:19
            environment.name = "prod"
              from environments/dev.yaml:7:19

        varFiles[1].optional = true
          from genesis.yaml:11:80
      exit 0"
    `)
    expect((await genesis(['explain', 'prod/app', 'variables.sizes'], { folder })).err).toContain('did you mean "size"?')
  })

  it.each([
    ['that are not there', '  varFiles: [../stacks/app/pord.tfvars]\n'],
    ['that are no files of variables', '  varFiles: [../stacks/app/main.tf, { path: ../vars, optional: true }]\n'],
    ['that lead out of the repository', '  varFiles: [../../../x.tfvars, /etc/x.tfvars, { path: ../../x.tfvars, optional: true }]\n'],
    ['of the wrong shape', '  varFiles: [7, { optional: true }, { path: a.tfvars, optional: maybe }]\n'],
    ['that depend on an output', '  varFiles: ["${resources.other.outputs.app}.tfvars"]\n'],
  ])('refuses those %s', async (_, spec) => {
    expect(await validate(spec)).toMatchSnapshot()
  })

  it('are missed once where a default names them, whoever has it', async () => {
    const folder = vars()
    rmSync(join(folder, 'vars/common.tfvars'))
    const text = await seen(['validate'], { folder })
    expect(text).toContain('error[file-unreadable]: there is no var-file vars/common.tfvars\n  --> genesis.yaml:10:13\n')
    expect(text).toContain('1 error in 1 file\nexit 3')
  })

  it('warn of a name that is nearly one of the module, and of no other', async () => {
    const spec = '  varFiles: [../vars/common.tfvars]\n'
    expect(await validate(spec, { 'vars/common.tfvars': 'regoin = "eu"\nregion = "eu"\nsiez = 4\ncosts_center = 1\n' })).toMatchInlineSnapshot(`
      "dev: 2 resources (app, other)
      warning[module-invalid]: dev/app: the module stacks/app declares no variable "siez", which the var-file vars/common.tfvars gives a value to
       --> vars/common.tfvars:3:1
        = hint: did you mean "size"?

      1 warning in 1 file
      exit 0"
    `)
    const folder = vars()
    const { err, out } = await genesis(['plan', 'dev'], { folder })
    expect(out + err).not.toContain('costs_center')
  })

  it('never show their lines', async () => {
    const folder = vars({ 'stacks/app/dev.tfvars': 'token = "geheim" + 1\nsize = [\n' })
    const text = await seen(['plan', 'dev'], { folder })
    expect(text).toContain('stacks/app/dev.tfvars:')
    expect(text).not.toContain('geheim')
  })
})

describe.skipIf(!hasTerraform)(withTerraform('variables of a module'), () => {
  const spec = '  variables: { regions: eu }\n'

  it('are refused when the document misspells them, and when nobody sets them', async () => {
    expect(await validate(spec)).toMatchSnapshot()
  })

  it('reach a module by default only where it declares them', async () => {
    const defaults = genesisFile.replace('        varFiles', '        variables: { size: 6, owner: web }\n        varFiles')
    const folder = vars({ 'genesis.yaml': defaults })
    expect(await inputs(folder, 'prod')).toMatchObject({ input: { size: 6 } })
  })

  it.each([
    ['a default of null', 'variable "x" { default = null }', '{}', null],
    ['null for one that may be null', 'variable "x" {}', '{ x: null }', null],
    ['null for one with a default that may not be null', 'variable "x" {\n  nullable = false\n  default = "d"\n}', '{ x: null }', 'd'],
    ['optional attributes', 'variable "x" { type = object({ a = optional(number, 3) }) }', '{ x: {} }', { a: 3 }],
  ])("keep Terraform's meaning: %s", async (_, variable, given, expected) => {
    const folder = vars({
      'genesis.yaml': `${header}kind: Project\nmetadata: { name: test }\n`,
      'system/app.yaml': `${header}kind: TerraformStack\nmetadata: { name: app }\nspec: { source: ../stacks/app, variables: ${given} }\n`,
      'stacks/app/main.tf': `${variable}\nresource "terraform_data" "app" {\n  input = { x = var.x }\n}\n`,
    })
    expect(await inputs(folder, 'dev')).toMatchObject({ input: { x: expected } })
  })
})
