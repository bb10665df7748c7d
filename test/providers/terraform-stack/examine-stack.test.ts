import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Value } from '../../../src/expressions/value.ts'
import { unknown } from '../../../src/expressions/value.ts'
import { StackRig, type Tree } from './stack-rig.ts'

const module = 'variable "size" {}\nvariable "zone" { default = "a" }\noutput "id" { value = var.size }\n'
/** Stands for Terraform, so that these tests need none: nothing of it is run. */
const program = { 'bin/terraform': '#!/bin/sh\nexit 1\n' }
const spec = { source: '../stacks/app', variables: { size: 1 }, binary: '../bin/terraform' }

async function examined(files: Tree, asked: Value = spec, isProtected = false): Promise<{ rig: StackRig; said: readonly string[]; codes: readonly string[] }> {
  const rig = new StackRig({ ...program, ...files }, { git: false })
  rig.makeExecutable('bin/terraform')
  const { diagnostics } = await rig.examine(asked, isProtected)
  const said = diagnostics.map(({ message, hint, at }) => `${at?.file ?? ''} ${message}${hint === undefined ? '' : ` — ${hint}`}`)
  return { rig, said, codes: diagnostics.map(({ code }) => code) }
}

describe('what a stack says before anything runs', () => {
  it('is nothing when all is well, and what it owns, gives and depends on', async () => {
    const rig = new StackRig({ ...program, 'stacks/app/main.tf': module }, { git: false })
    rig.makeExecutable('bin/terraform')
    expect(await rig.examine(spec)).toEqual({
      diagnostics: [],
      owns: [{ key: 'backend:genesis:dev/app', description: 'the Terraform state kept for dev/app', certainty: 'deterministic' }],
      outputNames: ['id'],
      readsWorld: false,
      sources: { module: expect.stringMatching(/^sha256:/) as string },
      reads: [],
    })
  })

  it.each<[string, Tree, Value, string]>([
    [
      'a folder that is not there',
      { 'stacks/app/main.tf': module },
      { ...spec, source: '../stacks/ap' },
      'system/app.yaml#/source there is no module folder stacks/ap — did you mean "stacks/app"?',
    ],
    [
      'a file in the place of a folder',
      { 'stacks/app': 'x' },
      spec,
      'system/app.yaml#/source stacks/app is a file, not a module folder — name the folder that the .tf files are in',
    ],
    [
      'a folder without a module',
      { 'stacks/app/README.md': 'x' },
      spec,
      'system/app.yaml#/source the module folder stacks/app holds no .tf file — name the folder of a root module',
    ],
    [
      'a way out',
      {},
      { ...spec, source: '../../..' },
      'system/app.yaml#/source the module folder ../.. is not in the repository — move the module into the repository',
    ],
    [
      'a variable that is not declared',
      { 'stacks/app/main.tf': module },
      { ...spec, variables: { size: 1, zoen: 'b' } },
      'system/app.yaml#/variables/zoen the module stacks/app declares no variable "zoen" — did you mean "zone"?',
    ],
    [
      'a variable that is missing',
      { 'stacks/app/main.tf': module },
      { ...spec, variables: { zone: 'b' } },
      'system/app.yaml#/variables the module stacks/app needs the variable size, which has no default — give it a value under spec.variables',
    ],
    [
      'a cloud block',
      { 'stacks/app/main.tf': `${module}terraform {\n  cloud {}\n}` },
      spec,
      "system/app.yaml#/source the module stacks/app has a cloud block: its runs are HCP Terraform's own, which Genesis does not drive — replace it with a backend block, or remove it and let Genesis keep the state",
    ],
    [
      'settings for a block that is not there',
      { 'stacks/app/main.tf': module },
      { ...spec, backend: { config: { key: 'x' } } },
      'system/app.yaml#/backend backend.config completes the backend block of the module stacks/app, but the module has none — say the "type" of the backend, too, or give the module a block: terraform { backend "s3" {} }',
    ],
    [
      'a workspace without a backend',
      { 'stacks/app/main.tf': module },
      { ...spec, workspace: 'w' },
      'system/app.yaml#/workspace a state that Genesis keeps has no workspaces — leave "workspace" out: each environment has a state of its own already; or give the stack a backend',
    ],
    [
      'a program that is not there',
      { 'stacks/app/main.tf': module },
      { ...spec, binary: '../bin/tofu' },
      'system/app.yaml#/binary there is no program bin/tofu — the path starts at the folder of the file that says it',
    ],
    [
      'a program that is not installed',
      { 'stacks/app/main.tf': module },
      { ...spec, binary: 'no-such-terraform' },
      'system/app.yaml#/binary the program "no-such-terraform" was not found in PATH — install it (https://developer.hashicorp.com/terraform/install), or name another under spec.binary',
    ],
    [
      'an include that leads out',
      { 'stacks/app/main.tf': module },
      { ...spec, include: ['../../../x/**'] },
      'system/app.yaml#/source include "../../x/**" leads out of the repository — only files of the repository can be included',
    ],
    [
      'a state that lies beside the module',
      {
        'stacks/app/main.tf': module,
        'stacks/app/terraform.tfstate': '{"version":4,"serial":1,"lineage":"l","outputs":{},"resources":[{"mode":"managed","type":"a","name":"b"}]}',
      },
      spec,
      'system/app.yaml#/source the Terraform state stacks/app/terraform.tfstate lies beside the module: planned without it, everything in it would be made a second time — if it belongs to dev/app: genesis state import dev/app stacks/app/terraform.tfstate; then move the file out of the module folder',
    ],
  ])('refuses %s', async (_, files, asked, text) => {
    expect((await examined(files, asked)).said).toEqual([text])
  })

  it.each<[string, Tree, Value]>([
    [
      'an empty state',
      { 'stacks/app/main.tf': module, 'stacks/app/terraform.tfstate': '{"version":4,"serial":3,"lineage":"l","outputs":{},"resources":[]}' },
      spec,
    ],
    [
      'a state that the module wants there',
      { 'stacks/app/main.tf': `${module}terraform {\n  backend "local" {}\n}`, 'stacks/app/terraform.tfstate': 'whatever' },
      spec,
    ],
    ['variables of a terraform.tfvars', { 'stacks/app/main.tf': module, 'stacks/app/terraform.tfvars': 'size = 2\n' }, { ...spec, variables: {} }],
    ['variables that are unknown as a whole', { 'stacks/app/main.tf': module }, { ...spec, variables: unknown }],
    ['values that are unknown', { 'stacks/app/main.tf': module }, { ...spec, variables: { size: unknown } }],
  ])('accepts %s', async (_, files, asked) => {
    expect((await examined(files, asked)).said).toEqual([])
  })

  it('wants it said that Genesis keeps the state of a protected environment', async () => {
    const files = { 'stacks/app/main.tf': module }
    expect((await examined(files, spec, true)).said).toEqual([
      'system/app.yaml#/source the module stacks/app has no backend, so Genesis would keep its state; in the protected environment dev that has to be said — write "backend: genesis", or give the stack a backend of its own',
    ])
    expect((await examined(files, { ...spec, backend: 'genesis' }, true)).said).toEqual([])
  })

  it('refuses a module behind a symlink that leads out of the repository', async () => {
    const rig = new StackRig({ ...program, 'stacks/x': '' }, { git: false })
    rig.makeExecutable('bin/terraform')
    symlinkSync('/', join(rig.root, 'stacks/app'))
    expect((await rig.examine(spec)).diagnostics.map(({ code }) => code)).toEqual(['path-outside-project'])
  })

  it('finds data sources in local modules, however far, and follows calls in circles', async () => {
    const rig = new StackRig(
      {
        ...program,
        'stacks/app/main.tf': 'module "a" { source = "../../modules/a" }',
        'modules/a/main.tf': 'module "b" { source = "../b" }',
        'modules/b/main.tf': 'module "a" { source = "../a" }\ndata "x_y" "z" {}',
      },
      { git: false },
    )
    rig.makeExecutable('bin/terraform')
    expect((await rig.examine({ ...spec, variables: {} })).readsWorld).toBe(true)
  })

  it('binds a plan to the files it depends on, and to no others', async () => {
    const rig = new StackRig(
      {
        ...program,
        'stacks/app/main.tf': `${module}module "m" { source = "../../modules/m" }\nlocals {\n  a = file("\${path.module}/../../shared/a.json")\n  t = templatefile("\${path.module}/t/\${var.zone}.tpl", {})\n}`,
        'modules/m/main.tf': 'locals { p = file("${path.module}/p.txt") }',
        'modules/m/p.txt': '1',
        'shared/a.json': '1',
        'stacks/app/t/a.tpl': '1',
        'secret/more.json': '1',
      },
      { git: false },
    )
    rig.makeExecutable('bin/terraform')
    const include = { ...spec, include: ['../secret/*.json'] }
    const sources = async (): Promise<string> => JSON.stringify((await rig.examine(include)).sources)
    const first = await sources()
    for (const path of ['other.txt', 'stacks/app/README.md', 'shared/b.json', 'stacks/other/main.tf', 'stacks/app/.terraform/x']) {
      rig.write({ [path]: 'new' })
      expect([path, await sources()]).toEqual([path, first])
    }
    let before = first
    for (const path of ['stacks/app/main.tf', 'modules/m/p.txt', 'shared/a.json', 'stacks/app/t/a.tpl', 'secret/more.json', 'stacks/app/.terraform.lock.hcl']) {
      rig.write({
        [path]: path.endsWith('main.tf')
          ? `${module}module "m" { source = "../../modules/m" }\nlocals { a = file("\${path.module}/../../shared/a.json")\n t = file("./t/a.tpl") }`
          : 'changed',
      })
      const after = await sources()
      expect([path, after === before]).toEqual([path, false])
      before = after
    }
  })
})
