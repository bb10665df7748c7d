import { describe, expect, it } from 'vitest'
import { failing, findingParts, hanging, losingAnswers } from '../rig/fake-provider/fake-behaviour.ts'
import { Engine, type FakeSystem } from '../rig/engine.ts'

const system: FakeSystem = {
  network: { spec: { size: 1 } },
  app: { spec: { size: 2 }, dependsOn: ['network'] },
  other: { spec: { size: 3 } },
}

/** An engine that died while the step of `network` ran: it had acted, or not. */
async function died(acts: 'before' | 'after'): Promise<Engine> {
  const engine = new Engine(system)
  engine.world.script('dev/network', hanging(acts))
  void engine.start(await engine.plan())
  await expect.poll(async () => (await engine.store.intents()).length).toBe(1)
  await expect.poll(() => engine.world.objects.length).toBe(acts === 'after' ? 2 : 1)
  await engine.clock.advanceToNext()
  engine.story()
  return engine
}

describe('recovery', () => {
  it('records what had taken effect, and nothing is made twice', async () => {
    const engine = await died('after')
    expect(await engine.recover()).toEqual(['network applied'])
    expect(await engine.store.intents()).toEqual([])
    expect(await engine.outline()).toEqual(['app create exact'])
    expect((await engine.carryOut()).outcome).toBe('succeeded')
    expect(engine.world.madeTwice).toEqual([])
    expect(engine.world.objects.map(({ address }) => address).sort()).toEqual(['dev/app', 'dev/network', 'dev/other'])
  })

  it('does again, under the same key, what had not taken effect', async () => {
    const engine = await died('before')
    const [intent] = await engine.store.intents()
    expect(await engine.recover()).toEqual(['network not-applied'])
    expect((await engine.carryOut()).outcome).toBe('succeeded')
    expect(engine.world.ledger.find(({ address }) => address === 'dev/network')?.key).toBe(intent?.key)
    expect(await engine.store.intents()).toEqual([])
  })

  it('blocks what nobody can tell of and what waits for it, and goes on with the rest', async () => {
    const engine = await died('after')
    engine.world.script('dev/network', failing('probe', 1, { message: 'no answer' }))
    expect(await engine.recover()).toEqual(['network unknown: no answer'])
    const { document } = await engine.plan()
    expect(document.blocked).toMatchObject([
      { address: 'dev/app', unsettled: null, waitsFor: ['dev/network'] },
      { address: 'dev/network', unsettled: { action: 'create', message: 'no answer' } },
    ])
    expect(await engine.outline()).toEqual([])
    expect((await engine.carryOut()).outcome).toBe('partial')
    expect(await engine.recover()).toEqual(['network applied'])
    expect((await engine.carryOut()).outcome).toBe('succeeded')
    expect(engine.world.madeTwice).toEqual([])
  })

  it('records what is there of a step that took effect in part, and the next plan finishes it', async () => {
    const engine = await died('after')
    engine.world.script('dev/network', findingParts(1))
    expect(await engine.recover()).toEqual(['network partly: a part is missing'])
    expect(engine.store.records.get('dev/network')?.status).toBe('incomplete')
    expect(await engine.store.intents()).toEqual([])
    expect((await engine.carryOut()).outcome).toBe('succeeded')
    expect(engine.world.madeTwice).toEqual([])
  })

  it('remembers what did not happen until a run has seen to everything', async () => {
    const engine = await died('before')
    const [intent] = await engine.store.intents()
    await engine.recover()
    await engine.carryOut(await engine.plan('apply', { targets: ['other'] }))
    expect(await engine.store.intents()).toMatchObject([{ address: 'dev/network', key: intent?.key, state: { kind: 'not-applied' } }])
    await engine.carryOut()
    expect(engine.world.ledger.find(({ address }) => address === 'dev/network')?.key).toBe(intent?.key)
    expect(await engine.store.intents()).toEqual([])
  })

  it('keeps the dead engine from writing', async () => {
    const engine = new Engine(system)
    engine.world.script('dev/network', hanging('after'))
    const plan = await engine.plan()
    const dead = engine.start(plan)
    await expect.poll(() => engine.world.objects.length).toBe(2)
    await engine.recover()
    engine.control.force()
    const report = await dead
    expect(report.failed).toMatchObject([{ address: 'dev/network', failure: { reason: 'store-failed' } }])
    expect(engine.store.records.get('dev/network')?.status).toBe('ready')
  })

  it('keeps what a thing needs that may have been made, although nothing of it is recorded', async () => {
    const engine = new Engine(system)
    engine.world.script('dev/app', losingAnswers(1))
    await engine.carryOut()
    engine.declare({ app: { spec: { size: 2 } }, other: { spec: { size: 3 } } })
    const { document } = await engine.plan()
    expect(document.blocked.map(({ address, waitsFor }) => [address, waitsFor])).toEqual([
      ['dev/app', []],
      ['dev/network', ['dev/app']],
    ])
  })

  it('goes on saying what nobody can tell of when no document and no record names it any more', async () => {
    const engine = await died('after')
    engine.world.script('dev/network', failing('probe', 2, { message: 'no answer' }))
    await engine.recover()
    engine.declare({ other: { spec: { size: 3 } } })
    const { document } = await engine.plan()
    expect(document.blocked).toMatchObject([{ address: 'dev/network', unsettled: { action: 'create', message: 'no answer' } }])
    expect((await engine.plan('apply', { targets: ['other'] })).document.blocked).toEqual([])
    await engine.recover()
    expect((await engine.carryOut()).outcome).toBe('partial')
    expect(await engine.recover()).toEqual(['network applied'])
    expect(await engine.outline()).toEqual(['network delete exact'])
  })

  it('keeps what a blocked resource still needs, although its document does without it by now', async () => {
    const engine = new Engine({ ...system, app: { spec: { size: 2 }, dependsOn: ['other'] } })
    await engine.carryOut()
    engine.declare({ network: { spec: { size: 7 } }, app: { spec: { size: 2 }, dependsOn: ['network'] } })
    engine.world.script('dev/network', losingAnswers(1))
    engine.world.script('dev/network', failing('probe', 1))
    await engine.carryOut(await engine.plan('apply', { targets: ['network'] }))
    await engine.recover()
    const { document } = await engine.plan()
    expect(document.blocked.map(({ address, waitsFor }) => [address, waitsFor])).toEqual([
      ['dev/app', ['dev/network']],
      ['dev/network', []],
      ['dev/other', ['dev/app']],
    ])
    await engine.recover()
    expect((await engine.carryOut()).outcome).toBe('succeeded')
    expect(engine.world.objects.map(({ address }) => address).sort()).toEqual(['dev/app', 'dev/network'])
  })

  it('blocks a deletion that must come after one of which nobody can tell', async () => {
    const engine = new Engine(system)
    await engine.carryOut()
    engine.world.script('dev/app', hanging('after'))
    void engine.start(await engine.plan('destroy'))
    await expect.poll(async () => (await engine.store.intents()).map(({ address }) => address)).toEqual(['dev/app'])
    engine.world.script('dev/app', failing('probe', 1))
    await engine.recover()
    const { document } = await engine.plan('destroy')
    expect(document.blocked.map(({ address }) => address)).toEqual(['dev/app', 'dev/network'])
  })
})
