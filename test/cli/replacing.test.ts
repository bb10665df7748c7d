import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PlanDocument } from '../../src/plan/plan-document.ts'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { checkForLeaks } from '../rig/leak-check.ts'
import { fileDocument, project, writeFile } from '../rig/project.ts'
import { seen } from './seen.ts'

const header = 'apiVersion: genesis/v1\n'

describe('--replace', () => {
  it('makes a file anew at its place, folders and all', async () => {
    const folder = project({ 'system/a.yaml': fileDocument('a', 'x').replace('../out/', '../out/deep/') })
    await genesis(['apply', 'dev', '--yes'], { folder })
    const path = join(folder, 'out/deep/a.txt')
    utimesSync(path, 1000, 1000)
    expect(await seen(['apply', 'dev', '--replace', 'a', '--yes'], { folder })).toMatchInlineSnapshot(`
      "Plan for dev

        -/+ replace

        # dev/a must be replaced: asked to replace
      -/+ File dev/a

      Plan: 1 of 1 resource changes.
      Apply complete: 2 succeeded, 0 failed, 0 skipped in DURATION.
      planning dev: 1 resource
      dev/a: planned: replace
      applying dev: 2 steps (run RUN)
      dev/a: deleting
      dev/a: deleted after DURATION
      dev/a: creating
      dev/a: created after DURATION
      exit 0"
    `)
    expect(statSync(path).mtimeMs).toBeGreaterThan(1_000_000)
    expect((await genesis(['plan', 'dev', '--detailed-exitcode'], { folder })).code).toBe(0)
    expect((await genesis(['destroy', 'dev', '--yes'], { folder })).code).toBe(0)
    expect(existsSync(join(folder, 'out'))).toBe(false)
  })

  it('makes a file anew that was changed by hand', async () => {
    const folder = project({ 'system/a.yaml': fileDocument('a', 'x') })
    await genesis(['apply', 'dev', '--yes'], { folder })
    writeFile(folder, 'out/a.txt', 'y')
    expect((await genesis(['plan', 'dev', '--replace', 'a', '--out', 'x.plan'], { folder })).code).toBe(0)
    expect((await genesis(['apply', 'x.plan', '--yes'], { folder })).code).toBe(0)
    expect((await genesis(['plan', 'dev', '--detailed-exitcode'], { folder })).code).toBe(0)
  })

  it('deletes and creates with the programs of a Command, and needs both', async () => {
    const programs = 'create: [sh, -c, "echo made >> ../log; echo {}"], delete: [sh, -c, "echo gone >> ../log"]'
    const folder = project({ 'system/a.yaml': `${header}kind: Command\nmetadata: { name: a }\nspec: { ${programs} }\n` })
    await genesis(['apply', 'dev', '--yes'], { folder })
    const { code, out } = await genesis(['apply', 'dev', '--replace', 'dev/a', '--yes'], { folder })
    expect([code, out.includes('dev/a must be replaced: asked to replace')]).toEqual([0, true])
    writeFile(folder, 'system/a.yaml', `${header}kind: Command\nmetadata: { name: a }\nspec: { create: [sh, -c, "echo {}"] }\n`)
    expect(await seen(['plan', 'dev', '--replace', 'a'], { folder })).toContain(
      'error[selection-invalid]: dev/a: it is to be replaced, but has no delete program',
    )
  })

  it.each([
    [['plan', 'dev', '--replace', 'aa'], 'error[unknown-target]: no resource of dev is named "aa"'],
    [['plan', 'dev', '--replace', 'a'], 'error[selection-invalid]: dev/a was never applied: there is nothing to replace'],
    [['plan', 'dev', '-replace=aws_vpc.main'], 'error[selection-invalid]: "aws_vpc.main" names something inside of a stack, but not which stack'],
    [['plan', 'dev', '--destroy', '--replace', 'a'], 'error[usage]: --replace says nothing where everything is to go'],
    [['destroy', 'dev', '--replace', 'a'], 'error[usage]'],
    [['plan', '--all', '--replace', 'aa'], 'error[unknown-target]: no resource of dev is named "aa"'],
  ])('%j is refused', async (words, message) => {
    const result = await seen(words, { folder: project({ 'system/a.yaml': fileDocument('a', 'x') }) })
    expect(result).toContain(message)
    expect(result).toContain('exit 3')
  })
})

const module = `
variable "size" { default = 1 }
resource "terraform_data" "server" {
  count = 2
  input = var.size
}
resource "terraform_data" "disk" { input = var.size }
output "id" { value = terraform_data.disk.id }
output "size" { value = var.size }
`

function stacks(): string {
  const stack = (name: string, variables: string): string =>
    `${header}kind: TerraformStack\nmetadata: { name: ${name} }\nspec: { source: ../stacks/one, variables: ${variables} }\n`
  const folder = project({
    'stacks/one/main.tf': module,
    'system/a.yaml': `${stack('network', '{ size: 1 }')}---\n${stack('app', '{ size: "${resources.network.outputs.size + 1}" }')}`,
  })
  checkForLeaks(folder)
  return folder
}

async function replacedIn(folder: string, words: readonly string[]): Promise<readonly (readonly string[])[]> {
  const { out } = await genesis([...words, '-o', 'json'], { folder })
  const { resource_changes: changes } = JSON.parse(out) as PlanDocument
  return changes
    .filter(({ stack, change }) => stack !== null && change.actions.includes('delete'))
    .map(({ stack, address, action_reason: reason = '' }) => [stack ?? '', address, reason])
}

describe.skipIf(!hasTerraform)(withTerraform('selecting inside and among stacks'), () => {
  it('replaces what is named inside of a stack, also from a saved plan', async () => {
    const folder = stacks()
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    const words = ['plan', 'dev', '--replace', 'network:terraform_data.server[1]', '--replace', 'dev/app:terraform_data.disk']
    expect(await replacedIn(folder, words)).toEqual([
      ['dev/app', 'terraform_data.disk', 'replace_by_request'],
      ['dev/network', 'terraform_data.server[1]', 'replace_by_request'],
    ])
    const planned = await genesis([...words, '--out', 'x.plan'], { folder })
    expect(planned.out).toContain('dev/network will be updated in place: asked to replace terraform_data.server[1]; 1 change inside')
    expect(planned.out).toContain('# terraform_data.server[1] must be replaced')
    const { out, code } = await genesis(['apply', 'x.plan', '--yes'], { folder })
    expect([code, out.includes('Apply complete: 2 succeeded')]).toEqual([0, true])
    expect((await genesis(['plan', 'dev', '--detailed-exitcode'], { folder })).code).toBe(0)
    expect(await seen(['plan', 'dev', '--replace', 'network:terraform_data.server'], { folder })).toMatchInlineSnapshot(`
      "planning dev: 2 resources
      error[selection-invalid]: dev/network: nothing inside of it is "terraform_data.server", which is to be replaced
       --> system/a.yaml:3:19
        |
      3 | metadata: { name: network }
        |                   ^^^^^^^
        = hint: there are terraform_data.server[0], terraform_data.server[1]

      1 error in 1 file
      exit 3"
    `)
    expect(await seen(['plan', 'dev', '--replace', 'app:terraform_data.dsik'], { folder })).toContain('  = hint: did you mean "terraform_data.disk"?')
    expect(await seen(['plan', 'dev', '--replace', 'app'], { folder })).toContain('dev/app: a stack is replaced by what is inside of it, not as a whole')
    expect(await seen(['plan', 'dev', '--replace', 'app:nonsense'], { folder })).toMatchInlineSnapshot(`
      "planning dev: 2 resources
      error[selection-invalid]: dev/app: "nonsense" is no address of a resource inside of a stack
       --> system/a.yaml:8:19
        |
      8 | metadata: { name: app }
        |                   ^^^
        = hint: write --replace dev/app:ADDRESS, as the plan shows addresses inside

      1 error in 1 file
      exit 3"
    `)
  })

  it('plans and applies one stack alone, with what is recorded of the other', async () => {
    const folder = stacks()
    const never = await genesis(['plan', 'dev', 'app', '--only'], { folder })
    expect([never.code, never.err.includes('dev/app waits for dev/network, which was never applied')]).toEqual([3, true])
    expect((await genesis(['apply', 'dev', 'network', '--only', '--yes'], { folder })).code).toBe(0)
    writeFile(folder, 'stacks/one/main.tf', module.replace('count = 2', 'count = 3'))
    const { code, out, err } = await genesis(['apply', 'dev', 'app', '--only', '--yes'], { folder })
    expect(code).toBe(0)
    expect(err).toContain('warning[input-behind]: the recorded values of dev/network are taken as they are, but its document or its sources were changed since')
    expect(out).toContain('Not planned, their recorded values are taken: dev/network (changed since)')
    expect(readdirSync(join(folder, '.genesis/runs')).length).toBe(2)
    expect((await genesis(['outputs', 'dev', 'app', '-o', 'json'], { folder })).out).toMatch(/"size": \{\s+"value": 2/)
    const { resources } = JSON.parse((await genesis(['plan', 'dev', '-o', 'json'], { folder })).out) as PlanDocument
    expect(resources.map(({ address, action }) => `${address} ${action}`)).toEqual(['dev/app no-op', 'dev/network update'])
  })
})
