import { describe, expect, it } from 'vitest'
import { terraformPlanJson } from '../../../../src/cli/render/terraform-plan-json.ts'
import { Sensitive, unknown } from '../../../../src/expressions/value.ts'
import { inner, planOf, resource } from '../../../rig/plan-builder.ts'

const document = planOf(
  [
    resource('dev/network', { kind: 'TerraformStack', action: 'update', bindings: { terraformVersion: '1.11.4' } }),
    resource('dev/other', { kind: 'TerraformStack', action: 'update', exactness: 'conditional', memory: { terraformVersion: '1.10.0' } }),
  ],
  {
    resource_changes: [
      inner('dev/network', 'module.a["x.y]"].module.b.aws_vpc.main[0]', ['delete', 'create'], {
        before: { id: '1', password: new Sensitive('hunter2') },
        after: { id: unknown, password: new Sensitive('hunter3') },
        replacePaths: [['cidr']],
        action_reason: 'replace_because_cannot_update',
      }),
      inner('dev/network', 'data.aws_ami.newest', ['read'], { mode: 'data', after: { id: unknown } }),
      inner('dev/network', 'aws_key.k["a \\"b\\""]', ['create'], { after: {} }),
      inner('dev/other', 'aws_vpc.other', ['create'], { after: {} }),
    ],
  },
)

describe('terraformPlanJson', () => {
  it("holds the stack's own changes in Terraform's shape, without any secret", async () => {
    const json = JSON.stringify(terraformPlanJson(document, 'dev/network'), undefined, 2)
    await expect(`${json}\n`).toMatchFileSnapshot('golden/terraform-plan.json.txt')
    expect(json).not.toMatch(/hunter|"stack"/)
  })

  it.each([
    ['aws_vpc.main', undefined, undefined],
    ['aws_vpc.main[0]', undefined, 0],
    ['aws_vpc.main["a"]', undefined, 'a'],
    ['module.a.aws_vpc.main', 'module.a', undefined],
    ['module.a[1].module.b["x"].aws_vpc.main["k.1"]', 'module.a[1].module.b["x"]', 'k.1'],
    ['module.a.data.aws_ami.x', 'module.a', undefined],
    ['data.aws_ami.x[2]', undefined, 2],
  ])('finds the module and the index of %s', (address, module_address, index) => {
    const plan = planOf([resource('dev/a', { kind: 'TerraformStack' })], { resource_changes: [inner('dev/a', address, ['create'])] })
    const { resource_changes: changes } = terraformPlanJson(plan, 'dev/a') as { resource_changes: { module_address?: string; index?: string | number }[] }
    expect([changes[0]!.module_address, changes[0]!.index]).toEqual([module_address, index])
  })

  it('says that a conditional plan is not the whole truth, and takes the version from where it is', () => {
    expect(terraformPlanJson(document, 'dev/other')).toMatchObject({
      complete: false,
      terraform_version: '1.10.0',
      resource_changes: [{ address: 'aws_vpc.other' }],
    })
  })
})
