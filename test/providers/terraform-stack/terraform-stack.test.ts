import { describe, expect, it } from 'vitest'
import { Sensitive } from '../../../src/expressions/value.ts'
import { hasTerraform, StackRig, withTerraform } from './stack-rig.ts'

const module = `
variable "size" { type = number }
variable "password" {
  type      = string
  sensitive = true
}
resource "terraform_data" "a" { input = { size = var.size } }
resource "terraform_data" "b" { input = var.password }
output "size" { value = terraform_data.a.output.size }
output "id" { value = terraform_data.a.id }
output "password" {
  value     = var.password
  sensitive = true
}
`
const spec = { source: '../stacks/app', variables: { size: 3, password: 'hunter2-hunter2' } }

describe.skipIf(!hasTerraform)(withTerraform('a stack whose state Genesis keeps'), () => {
  it('is created, then unchanged, then updated, then deleted without its document', async () => {
    const rig = new StackRig({ 'stacks/app/main.tf': module })
    const change = await rig.planned(spec)
    expect(change.action).toBe('create')
    expect(change.inner.map(({ address, change: { actions } }) => [address, actions])).toEqual([
      ['terraform_data.a', ['create']],
      ['terraform_data.b', ['create']],
    ])
    expect(JSON.stringify([change.inner, change.memory, change.bindings])).not.toContain('hunter2')
    expect(await rig.apply(spec, change)).toMatchObject({ ok: true })
    expect(rig.recorded?.outputs).toMatchObject({ size: 3, password: 'hunter2-hunter2' })
    expect(rig.recorded?.outputsSensitive).toEqual({ password: true })
    expect(rig.progress.at(-1)).toContain('2/2 ')

    expect((await rig.planned(spec)).action).toBe('no-op')

    const larger = { ...spec, variables: { ...spec.variables, size: 4 } }
    const update = await rig.planned(larger)
    expect([update.action, update.inner.map((inner) => inner.address)]).toEqual(['update', ['terraform_data.a']])
    expect(update.outputs).toMatchObject({ password: new Sensitive('hunter2-hunter2') })
    expect(await rig.apply(larger, update)).toMatchObject({ ok: true })

    expect(await rig.bring(null)).toBe('delete')
    expect(rig.recorded).toBeNull()
    expect(rig.keptState()['resources']).toEqual([])
  })
})
