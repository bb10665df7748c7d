import { describe, expect, it } from 'vitest'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis, type CliResult } from '../rig/cli.ts'
import { project } from '../rig/project.ts'
import { expression, labModule } from '../rig/terraform-provider/lab-module.ts'
import { Lab } from '../rig/terraform-provider/lab.ts'
import { rateLimit } from '../rig/terraform-provider/ledger/rule.ts'

function stack(name: string, variables: string): string {
  return `apiVersion: genesis/v1\nkind: TerraformStack\nmetadata: { name: ${name} }\nspec:\n  source: ../stacks/${name}\n  variables: ${variables}\n`
}

/** Two stacks: `app` needs the id and the token of what `network` makes. */
function twoStacks(lab: Lab): string {
  const environment = { apiVersion: 'genesis/v1', kind: 'Environment', metadata: { name: 'dev' }, spec: { env: lab.environment } }
  return project({
    'environments/dev.yaml': JSON.stringify(environment),
    'system/network.yaml': stack('network', '{}'),
    'system/app.yaml': stack('app', '{ id: "${resources.network.outputs.id}", token: "${resources.network.outputs.token}" }'),
    'stacks/network/main.tf': labModule({
      objects: { net: { value: 'x' } },
      outputs: { id: expression('lab_object.net.id'), token: expression('lab_object.net.token') },
      sensitive: ['token'],
    }),
    'stacks/app/main.tf': labModule({
      objects: { app: { value: expression('var.id'), secret: expression('var.token') } },
      variables: ['id', 'token'],
      outputs: { value: expression('lab_object.app.value') },
    }),
  })
}

async function exactness(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const { out } = await genesis(['plan', 'dev', '-o', 'json'], { folder })
  const { resources } = JSON.parse(out) as { resources: readonly { address: string; exactness: string }[] }
  return Object.fromEntries(resources.map((one) => [one.address, one.exactness]))
}

function said({ out, err }: CliResult): string {
  return out + err
}

describe.skipIf(!hasTerraform)(withTerraform('two stacks of objects that a provider makes'), () => {
  it('are planned as deferred while an id is unknown, applied in order, and then unchanged', async () => {
    const lab = await Lab.open()
    const folder = twoStacks(lab)
    expect(await exactness(folder)).toEqual({ 'dev/network': 'exact', 'dev/app': 'deferred' })
    const applied = await genesis(['apply', 'dev', '--yes'], { folder })
    expect(applied.code).toBe(0)
    expect(lab.ledger.find('app')).toMatchObject({ value: 'obj-1', secret: 'secret-token-of-obj-1' })
    const again = await genesis(['plan', 'dev', '--detailed-exitcode'], { folder })
    expect(again.code).toBe(0)
    const shown = [applied, again, await genesis(['logs', 'dev'], { folder }), await genesis(['outputs', 'dev'], { folder })].map(said).join('\n')
    expect(shown).not.toContain('secret-token')
  })

  it('follow an object that somebody deleted, through both of them', async () => {
    const lab = await Lab.open()
    const folder = twoStacks(lab)
    await genesis(['apply', 'dev', '--yes'], { folder })
    await lab.ledger.deleteOutside('obj-1')
    expect(await exactness(folder)).toEqual({ 'dev/network': 'exact', 'dev/app': 'deferred' })
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    expect(lab.ledger.find('app')).toMatchObject({ id: 'obj-2', value: 'obj-3', secret: 'secret-token-of-obj-3' })
  })

  it('are partly there after a failure, and completed by the next apply without anything made twice', async () => {
    const lab = await Lab.open()
    const folder = twoStacks(lab)
    lab.ledger.script({ operation: 'create', name: 'app', times: 1, does: { kind: 'fail', message: 'no luck' } })
    const failed = await genesis(['apply', 'dev', '--yes'], { folder })
    expect([failed.code, said(failed).includes('no luck')]).toEqual([6, true])
    expect((await genesis(['apply', 'dev', '--yes'], { folder })).code).toBe(0)
    expect([lab.ledger.objects().map(({ name }) => name), lab.ledger.duplicates()]).toEqual([['net', 'app'], []])
  })

  it('are tried again by themselves when the provider asks too much before it has begun', async () => {
    const lab = await Lab.open()
    const folder = twoStacks(lab)
    expect((await genesis(['plan', 'dev', '--out', 'saved.plan'], { folder })).code).toBe(0)
    lab.ledger.script(rateLimit(1, { operation: 'configure' }))
    const applied = await genesis(['apply', 'saved.plan', '--yes'], { folder })
    expect([applied.code, said(applied).includes('dev/network: creating (attempt 2)')]).toEqual([0, true])
    expect(lab.ledger.duplicates()).toEqual([])
  })
})
