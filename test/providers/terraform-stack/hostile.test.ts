import { rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { applyByHand, copyHostileProject } from '../../rig/hostile-project.ts'
import { startStateServer, type StateServer } from '../../rig/state-server.ts'
import { hasTerraform, StackRig, withTerraform } from './stack-rig.ts'

function specOf(
  server: StateServer,
  environment = 'dev',
  size = 2,
): { source: string; variables: { size: number }; backend: { config: Record<string, string> } } {
  const address = `${server.url}/states/${environment}/app`
  return { source: '../stacks/app', variables: { size }, backend: { config: { address, lock_address: address, unlock_address: address } } }
}

async function hostile(address?: string): Promise<{ rig: StackRig; server: StateServer }> {
  const server = await startStateServer()
  const rig = new StackRig({}, { git: false, ...(address === undefined ? {} : { address }) })
  copyHostileProject(rig.root, server.url)
  return { rig, server }
}

describe.skipIf(!hasTerraform)(withTerraform('the hostile project'), () => {
  it('plans empty after its apply, after an unrelated file changed, from a second clone, and without its record', async () => {
    const { rig, server } = await hostile()
    const spec = specOf(server)
    expect(await rig.examine(spec)).toMatchObject({ diagnostics: [], readsWorld: true, outputNames: ['owners', 'name', 'where'] })
    expect(await rig.bring(spec)).toBe('create')
    expect(rig.recorded?.outputs).toMatchObject({ owners: ['team-web', 'team-web'], name: 'APP-DEFAULT' })

    expect(await rig.planned(spec)).toMatchObject({ action: 'no-op', inner: [] })

    rig.write({ 'shared/unrelated.txt': 'new', 'README.md': 'changed' })
    expect(await rig.planned(spec)).toMatchObject({ action: 'no-op', inner: [] })

    rig.clone()
    expect(await rig.planned(spec)).toMatchObject({ action: 'no-op', inner: [] })

    rig.recorded = null
    const adoption = await rig.planned(spec)
    expect(adoption).toMatchObject({ action: 'adopt', inner: [] })
    expect(await rig.apply(spec, adoption)).toMatchObject({ ok: true, recorded: { outputs: { name: 'APP-DEFAULT' } } })
    expect((await rig.planned(spec)).action).toBe('no-op')
  })

  it('plans empty when the cache was thrown away', async () => {
    const { rig, server } = await hostile()
    await rig.bring(specOf(server))
    rmSync(rig.cache, { recursive: true })
    expect(await rig.planned(specOf(server))).toMatchObject({ action: 'no-op', inner: [] })
  })

  it('takes over a state that Terraform made by hand, and creates nothing twice', async () => {
    const { rig, server } = await hostile()
    await applyByHand(rig.root, { stateServer: server.url, environment: 'dev', size: 2 })
    const change = await rig.planned(specOf(server))
    expect(change.action).toBe('update')
    // The state holds the path of the clone it was made in.
    expect(change.inner.map((inner) => [inner.address, inner.change.actions])).toEqual([['terraform_data.where', ['update']]])
    expect(await rig.apply(specOf(server), change)).toMatchObject({ ok: true })
    expect((await rig.planned(specOf(server))).action).toBe('no-op')
  })

  it('keeps environments apart', async () => {
    const { rig, server } = await hostile()
    await rig.bring(specOf(server))
    const prod = specOf(server, 'prod', 1)
    const other = await rig.provider.plan({ ...rig.request(prod), address: 'prod/app', recorded: null }, rig.context({ mayWrite: false }))
    expect(other).toMatchObject({ ok: true, change: { action: 'create' } })
    expect([...server.states.keys()]).toEqual(['/states/dev/app'])
  })

  it('sees a change of the file outside of its folder', async () => {
    const { rig, server } = await hostile()
    await rig.bring(specOf(server))
    const before = await rig.examine(specOf(server))
    rig.write({ 'shared/x.json': '{ "owner": "team-db" }' })
    const change = await rig.planned(specOf(server))
    expect(change.inner.map((inner) => inner.address)).toEqual(['terraform_data.servers[0]', 'terraform_data.servers[1]'])
    const after = await rig.examine(specOf(server))
    expect(after.sources['module']).not.toBe(before.sources['module'])
  })
})
