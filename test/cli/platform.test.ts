import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PlanDocument } from '../../src/plan/plan-document.ts'
import { hasTerraform, withTerraform } from '../providers/terraform-stack/stack-rig.ts'
import { genesis } from '../rig/cli.ts'
import { edit, platformProject } from '../rig/platform-project.ts'
import { named, seen } from './seen.ts'

const environments = ['dev', 'global', 'prod-eu', 'prod-us', 'staging']

/** Addresses, some with a path of their spec. */
const explained = [
  ['prod-eu/worker'],
  ['prod-us/database'],
  ['staging/baseline@eu-central-1'],
  ['dev/proxy-config'],
  ['prod-eu/cluster', 'variables'],
  ['prod-us/backup', 'variables.every'],
  ['prod-us/backup', 'backend'],
  ['staging/web', 'source'],
  ['staging/web', 'variables.replicas'],
  ['dev/database', 'variables.engine'],
  ['dev/proxy-config', 'content'],
  ['prod-eu/edge', 'variables.origins'],
]

async function apply(folder: string, environment: string): Promise<void> {
  const { code, err } = await genesis(['apply', environment, '--yes'], { folder })
  expect(code, err).toBe(0)
}

async function planOf(folder: string, environment: string): Promise<PlanDocument> {
  const { code, out, err } = await genesis(['plan', environment, '-o', 'json'], { folder })
  expect(code, err).toBe(0)
  return JSON.parse(out) as PlanDocument
}

/** Each change in one line: `dev/cluster create exact`, those inside stacks below. */
function changesIn({ resources, resource_changes }: PlanDocument): readonly string[] {
  const own = resources.filter(({ action }) => action !== 'no-op').map(({ address, action, exactness }) => `${address} ${action} ${exactness}`)
  const inside = resource_changes.filter(({ stack }) => stack !== null).map(({ stack, address, change }) => `${stack} ${address} ${change.actions.join('/')}`)
  return [...own, ...inside]
}

describe.skipIf(!hasTerraform)(withTerraform("a team's repository"), () => {
  it('is valid', async () => {
    expect(await seen(['validate'], { folder: platformProject() })).toMatchSnapshot()
  })

  it('is explained: where each value comes from, and why things wait', async () => {
    const folder = platformProject()
    await apply(folder, 'global')
    for (const words of explained) expect(named((await genesis(['explain', ...words], { folder })).out, folder)).toMatchSnapshot(words.join(' '))
  })

  it('has to be applied where it is read before it is planned where it reads', async () => {
    const { code, err } = await genesis(['plan', 'dev'], { folder: platformProject() })
    expect(code).toBe(3)
    expect([...err.matchAll(/error\[unknown-reference\]: (\S+) reads (\S+),/g)].map(([, reader, read]) => `${reader} ${read}`).sort()).toEqual([
      'dev/api global/registry',
      'dev/dns-records global/dns',
      'dev/web global/registry',
      'dev/worker global/registry',
    ])
  })

  it('is planned in every environment', async () => {
    const folder = platformProject()
    await apply(folder, 'global')
    for (const environment of environments) expect(changesIn(await planOf(folder, environment))).toMatchSnapshot(environment)
  })

  it('is applied, and unchanged by the next plan', async () => {
    const folder = platformProject()
    await apply(folder, 'global')
    await apply(folder, 'dev')
    for (const environment of ['global', 'dev']) {
      const { code, out } = await genesis(['plan', environment, '--detailed-exitcode'], { folder })
      expect(code, out).toBe(0)
    }
    const states = ['api', 'baseline@eu-west-1', 'database', 'worker'].map((name) => existsSync(join(folder, `.state/dev/${name}.tfstate`)))
    expect(states).toEqual([true, true, true, true])
    expect(readFileSync(join(folder, 'out/dev/endpoints.json'), 'utf8')).toBe('{ "api": "dev-api.internal", "web": "dev-web.internal" }\n')
    expect(readFileSync(join(folder, 'out/dev/proxy.conf'), 'utf8')).toContain("${remote} is the proxy's own\nupstream api { server dev-api.internal; }\n")
  })

  it('changes where an edit leads, and nowhere else', async () => {
    const folder = platformProject()
    await apply(folder, 'global')
    await apply(folder, 'dev')
    writeFileSync(join(folder, 'stacks/cluster/dev.tfvars'), 'node_type = "tiny"\n')
    expect(changesIn(await planOf(folder, 'dev'))).toEqual(['dev/cluster update exact', 'dev/cluster terraform_data.cluster update'])
    edit(folder, 'stacks/database/dev.tfvars', 'postgres-17', 'postgres-18')
    expect(changesIn(await planOf(folder, 'dev'))).toContain('dev/database terraform_data.instance delete/create')
  })

  it('changes only what is not ignored', async () => {
    const folder = platformProject()
    await apply(folder, 'global')
    await apply(folder, 'dev')
    edit(folder, 'environments/bases.yaml', 'platform:2.7.0', 'platform:2.8.0')
    const plan = await planOf(folder, 'dev')
    expect(changesIn(plan)).toEqual([
      'dev/api update exact',
      'dev/migrate update exact',
      'dev/web update exact',
      'dev/api terraform_data.service update',
      'dev/web terraform_data.service update',
    ])
  })

  it('keeps what has another name from now on', async () => {
    const folder = platformProject()
    await apply(folder, 'global')
    await apply(folder, 'dev')
    edit(folder, 'system/data/data.yaml', 'name: cache,', 'name: key-value, movedFrom: [cache],')
    edit(folder, 'system/data/data.yaml', 'backend: genesis', 'source: ../../stacks/cache\n  backend: genesis')
    edit(folder, 'system/apps/services.yaml', 'resources.cache.', 'resources["key-value"].')
    const plan = await planOf(folder, 'dev')
    expect(changesIn(plan)).toMatchSnapshot()
    await apply(folder, 'dev')
    expect((await genesis(['plan', 'dev', '--detailed-exitcode'], { folder })).code).toBe(0)
  })

  it('asks its vault for what is selected, and shows none of it', async () => {
    const folder = platformProject()
    const said: string[] = []
    const run = async (...words: readonly string[]) => {
      const { code, out, err } = await genesis(words, { folder })
      said.push(out, err)
      return { code, err }
    }
    expect((await run('apply', 'global', '--yes')).code).toBe(0)
    expect((await run('apply', 'dev', '--yes')).code).toBe(0)
    const state = readFileSync(join(folder, '.state/dev/monitoring.tfstate'), 'utf8')
    expect(state).toContain('stand-in-for-a-test-token')
    for (const words of [
      ['plan', 'prod-eu', '-o', 'json'],
      ['plan', 'prod-eu'],
      ['explain', 'dev/monitoring', 'variables'],
      ['logs', 'dev'],
    ])
      await run(...words)
    expect(said.filter((text) => /stand-in-for|role-for/.test(text))).toEqual([])
    edit(folder, 'scripts/vault.sh', 'echo stand-in', 'exit 1; echo stand-in')
    expect((await run('plan', 'dev', 'network')).code).toBe(0)
    const refused = await run('plan', 'dev', 'monitoring')
    expect([refused.code, refused.err]).toEqual([1, expect.stringMatching(/vault\.sh[^]*environments\/bases\.yaml[^]*dev\/monitoring/)])
    edit(folder, 'scripts/credentials.sh', 'set -eu', 'exit 1')
    expect((await run('plan', 'dev', 'network')).err).toContain('credentials')
  })

  it('guards its production', async () => {
    const folder = platformProject()
    await apply(folder, 'global')
    expect((await genesis(['apply', 'prod-us', '--yes'], { folder })).code).toBe(4)
    await genesis(['plan', 'prod-us', '--out', 'us.plan'], { folder })
    const applied = await genesis(['apply', 'us.plan', '--confirm', 'prod-us'], { folder })
    expect(applied.code, applied.err).toBe(0)
    writeFileSync(join(folder, 'stacks/database/prod-us.tfvars'), 'engine = "postgres-17"\n')
    const refused = await genesis(['plan', 'prod-us'], { folder })
    expect([refused.code, refused.err]).toEqual([3, expect.stringMatching(/error\[protected\]: prod-us\/database: .*\n.*terraform_data\.instance/)])
    edit(
      folder,
      'system/data/data.yaml',
      'kind: TerraformStack\nmetadata: { name: backup',
      'kind: TerraformStack\nenvironments: [prod-eu]\nmetadata: { name: backup',
    )
    edit(folder, 'system/data/data.yaml', 'environments: { matchLabels: { tier: prod } }\n', '')
    edit(folder, 'system/data/data.yaml', 'overrides:\n  prod-us: { variables: { every: 1h } }\n', '')
    expect((await genesis(['plan', 'prod-us'], { folder })).err).toContain(
      'error[protected]: prod-us/backup: it is recorded, but no document declares it any more',
    )
  })

  it('is drawn in every format', async () => {
    const folder = platformProject()
    const drawn = async (format: string): Promise<string> => (await genesis(['graph', 'prod-eu', '--format', format], { folder })).out
    expect(await drawn('text')).toMatchSnapshot()
    const names = ['network', 'baseline@eu-west-1', 'baseline@eu-central-1', 'database', 'backup', 'audit-log', 'edge', 'dns-records', 'smoke-test']
    for (const format of ['dot', 'mermaid', 'json', 'svg', 'html']) {
      const text = await drawn(format)
      expect([format, names.filter((name) => !text.includes(name))]).toEqual([format, []])
    }
    expect(await drawn('dot')).toMatch(/^digraph [^]*"global\/registry" -> "prod-eu\/api"[^]*\}\n$/)
    expect(await drawn('mermaid')).toMatch(/^flowchart /)
    expect(await drawn('svg')).toMatch(/^<svg [^]*<\/svg>\n$/)
    expect(await drawn('html')).toMatch(/^<!doctype html>[^]*<svg /i)
    const { nodes, edges } = JSON.parse(await drawn('json')) as { nodes: readonly { address: string }[]; edges: readonly { from: string; to: string }[] }
    expect(nodes).toHaveLength(20)
    expect(edges).toContainEqual(expect.objectContaining({ from: 'prod-eu/baseline@eu-west-1', to: 'prod-eu/edge' }))
  })

  it('is shown as a page and as Markdown before it is applied', async () => {
    const folder = platformProject()
    await apply(folder, 'global')
    for (const format of ['html', 'markdown']) {
      const { code, out } = await genesis(['plan', 'prod-eu', '-o', format], { folder })
      expect([code, out.includes('prod-eu/baseline@eu-west-1'), out.includes('deferred')]).toEqual([0, true, true])
    }
  })
})
