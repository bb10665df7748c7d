import { describe, expect, it } from 'vitest'
import { RunControl } from '../../src/apply/run-control.ts'
import { Engine, type FakeSystem } from '../rig/engine.ts'
import { failing } from '../rig/fake-provider/fake-behaviour.ts'

/** `app` waits for `db`, the check for `app`, and `after` for the check. */
function system(size = 1, more: FakeSystem = {}): FakeSystem {
  return {
    db: { spec: { size: 1 } },
    app: { spec: { size }, dependsOn: ['db'] },
    check: { kind: 'HealthCheck', dependsOn: ['app'], spec: { http: { url: 'http://app/' }, interval: '1s', deadline: '3s' } },
    after: { spec: { size: 1 }, dependsOn: ['check'] },
    ...more,
  }
}

async function applied(declared = system(), kind: ConstructorParameters<typeof Engine>[1] = {}): Promise<Engine> {
  const engine = new Engine(declared, kind)
  expect((await engine.carryOut()).outcome).toBe('succeeded')
  expect(await engine.outline()).toEqual([])
  engine.story()
  return engine
}

describe('a health check', () => {
  it('lets those behind it go on only when it passes, and is not asked again without a reason', async () => {
    const engine = new Engine(system())
    engine.network.answer(503, 503, 200)
    expect(await engine.outline()).toEqual(['after create exact', 'app create exact', 'check read exact', 'db create exact'])
    await engine.carryOut()
    expect(engine.story()).toEqual([
      'start db#create',
      'done db#create',
      'start app#create',
      'done app#create',
      'start check#read',
      'done check#read',
      'start after#create',
      'done after#create',
      'run succeeded',
    ])
    expect(engine.network.calls).toHaveLength(3)
    expect(await engine.outline()).toEqual([])
  })

  it('stops those behind it when it fails, and is asked again by the next apply', async () => {
    const engine = new Engine(system())
    engine.network.answer('refused')
    const report = await engine.carryOut()
    expect([report.outcome, report.failed.map(({ failure }) => failure.reason)]).toEqual(['partial', ['unhealthy']])
    expect(engine.story()).toContain('skip after#create: it waits for dev/check, which failed')
    expect(await engine.outline()).toEqual(['after create exact', 'check read exact'])
    expect((await engine.plan()).document.resources.find(({ action }) => action === 'read')?.reasons).toEqual([{ kind: 'not-passed' }])
    engine.network.answer(200)
    expect((await engine.carryOut()).outcome).toBe('succeeded')
    expect(await engine.outline()).toEqual([])
  })

  it('that fails alone has changed nothing', async () => {
    const engine = await applied()
    engine.declare(system(1, { check: { kind: 'HealthCheck', dependsOn: ['app'], spec: { http: { url: 'http://app/other' }, deadline: '3s' } } }))
    engine.network.answer(500)
    expect((await engine.carryOut()).outcome).toBe('failed')
    expect(await engine.outline()).toEqual(['check read exact'])
  })

  it('is asked when something before it changes, however far, and counts as no change of its own', async () => {
    const engine = await applied()
    engine.declare({ ...system(), db: { spec: { size: 2 } } })
    const { document } = await engine.plan()
    expect(document.resources.filter(({ action }) => action !== 'no-op').map(({ address, action }) => `${address} ${action}`)).toEqual([
      'dev/check read',
      'dev/db update',
    ])
    expect(document.resources.find(({ action }) => action === 'read')?.reasons).toEqual([{ kind: 'upstream-applied' }])
    expect(document.summary).toMatchObject({ changed: 1, checks: 1 })
    expect(document.resource_changes.map(({ address, mode, change }) => [address, mode, change.actions])).toEqual([
      ['dev/check', 'data', ['read']],
      ['dev/db', 'managed', ['update']],
    ])
    await engine.carryOut()
    expect(engine.story()).toContain('done check#read')
    expect(await engine.outline()).toEqual([])
  })

  it('is asked later when what it waits for was applied without it', async () => {
    const engine = await applied()
    engine.declare(system(2))
    await engine.carryOut(await engine.plan('apply', { targets: ['app'] }))
    expect(await engine.outline()).toEqual(['check read exact'])
    await engine.carryOut()
    expect(await engine.outline()).toEqual([])
  })

  it('makes a checkpoint stable only where it passed', async () => {
    const engine = await applied()
    const stable = async (): Promise<boolean | undefined> => (await engine.store.checkpoints('dev'))[0]?.stable
    expect(await stable()).toBe(true)
    engine.declare(system(2))
    await engine.carryOut(await engine.plan('apply', { targets: ['app'] }))
    expect(await stable()).toBe(false)
    engine.network.answer(503)
    await engine.carryOut()
    expect(await stable()).toBe(false)
    engine.network.answer(200)
    await engine.carryOut()
    expect(await stable()).toBe(true)
    await engine.carryOut(await engine.plan('apply', { targets: ['after'] }))
    expect(await stable()).toBe(true)
  })

  it('is asked later when the run was stopped before it', async () => {
    const engine = await applied()
    engine.declare(system(2))
    const control = new RunControl()
    engine.world.script('dev/app', { on: 'apply', times: 1, latencyMs: 1_000 })
    const running = engine.start(await engine.plan(), { control })
    await engine.clock.advance(500)
    control.interrupt()
    await engine.clock.advance(1_000)
    expect((await running).outcome).toBe('interrupted')
    expect(await engine.outline()).toEqual(['check read exact'])
  })

  it('leaves nothing to find out when the engine dies while it asks', async () => {
    const engine = await applied()
    engine.declare(system(2))
    engine.network.answer('silent')
    void engine.start(await engine.plan())
    await engine.clock.advance(0)
    await expect.poll(async () => (await engine.store.intents()).map(({ address }) => address)).toEqual(['dev/check'])
    expect(await engine.recover()).toEqual(['check not-applied'])
    expect(await engine.outline()).toEqual(['check read exact'])
    engine.network.answer(200)
    expect((await engine.carryOut()).outcome).toBe('succeeded')
    expect([await engine.outline(), await engine.store.intents()]).toEqual([[], []])
    await engine.clock.advance(60_000)
  })

  it('keeps the old one of a replacement until it passes', async () => {
    const zone = (name: string): FakeSystem => system(1, { app: { spec: { zone: name }, dependsOn: ['db'] } })
    const engine = await applied(zone('x'), { kind: { replaceFields: ['zone'] } })
    engine.declare(zone('y'))
    engine.network.answer(503)
    await engine.carryOut()
    expect(engine.story()).toContain('skip app~1#delete: not everything before it succeeded, so the old one stays')
    expect(engine.world.of('dev/app')).toHaveLength(2)
    expect(await engine.outline()).toEqual(['app~1 delete exact', 'check read exact'])
    engine.network.answer(200)
    await engine.carryOut()
    expect(engine.story()).toEqual(['start check#read', 'done check#read', 'start app~1#delete', 'done app~1#delete', 'run succeeded'])
    expect([engine.world.of('dev/app').length, await engine.outline()]).toEqual([1, []])
  })

  it('keeps what no document declares any more until it passes', async () => {
    const engine = await applied(system(1, { old: { spec: { size: 1 } } }))
    engine.declare(system(2))
    engine.network.answer(503)
    await engine.carryOut()
    expect(engine.world.of('dev/old')).toHaveLength(1)
    engine.network.answer(200)
    await engine.carryOut()
    expect(engine.world.of('dev/old')).toHaveLength(0)
  })

  it('waits for what it reads', async () => {
    const spec = { http: { url: 'http://${resources.app.outputs.id}/' } }
    const engine = new Engine(system(1, { check: { kind: 'HealthCheck', spec } }))
    expect(await engine.outline()).toContain('check read deferred')
    await engine.carryOut()
    expect(engine.network.calls.map(({ url }) => url)).toEqual([expect.stringMatching(/^http:\/\/[^$/]+\/$/)])
    expect(await engine.outline()).toEqual([])
  })

  it('is forgotten without its document, also in a protected environment, and with everything else', async () => {
    const engine = await applied()
    engine.isProtected = true
    const { db, app, after } = system()
    engine.declare({ db: db!, app: app!, after: { ...after!, dependsOn: [] } })
    expect(await engine.outline()).toContain('check forget exact')
    await engine.carryOut()
    expect(await engine.outline()).toEqual([])
    engine.declare(system())
    await engine.carryOut()
    await engine.carryOut(await engine.plan('destroy'))
    expect(await engine.store.resources('dev')).toEqual([])
  })

  it('is asked again when somebody asks for it', async () => {
    const engine = await applied()
    const { document } = await engine.plan('apply', { replace: ['check'] })
    expect(document.steps.map(({ id }) => id)).toEqual(['dev/check#read'])
  })

  it('does not make another one due by being asked', async () => {
    const second = { kind: 'HealthCheck', dependsOn: ['after'], spec: { tcp: { host: 'x', port: 1 } } } as const
    const engine = await applied(system(1, { second }))
    engine.declare(system(1, { second, check: { kind: 'HealthCheck', dependsOn: ['app'], spec: { http: { url: 'http://other/' } } } }))
    expect(await engine.outline()).toEqual(['check read exact'])
    await engine.carryOut()
    expect(await engine.outline()).toEqual([])
  })

  it('that fails halts the run where that is asked', async () => {
    const check = { kind: 'HealthCheck', onFailure: 'halt', spec: { tcp: { host: 'x', port: 1 }, failureThreshold: 1 } } as const
    const engine = new Engine({ check, other: { spec: {}, dependsOn: ['slow'] }, slow: { spec: {} } })
    engine.world.script('dev/slow', { on: 'apply', times: 1, latencyMs: 1_000 })
    engine.network.answer('refused')
    await engine.carryOut()
    expect(engine.story()).toContain('skip other#create: dev/check failed, and the run was to halt then')
  })

  it('does not run when what it waits for failed', async () => {
    const engine = new Engine(system())
    engine.world.script('dev/app', failing('apply', 1))
    await engine.carryOut()
    expect(engine.network.calls).toEqual([])
    expect(engine.story()).toContain('skip check#read: it waits for dev/app, which failed')
  })
})
