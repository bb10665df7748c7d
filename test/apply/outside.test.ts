import { describe, expect, it } from 'vitest'
import { OutsideError } from '../../src/plan/outside-error.ts'
import { Engine, type FakeOutside, type FakeSystem } from '../rig/engine.ts'
import { failing, losingAnswers, slow } from '../rig/fake-provider/fake-behaviour.ts'
import { fromCommand, fromEnv } from '../rig/value-sources.ts'

const hour = 3_600_000
const two: FakeSystem = { a: { spec: { size: 1 } }, b: { spec: { size: 2 } } }

/** An engine whose things are made by programs with credentials that last an hour and say who asked, and when. */
async function withCredentials(system: FakeSystem, outside: Partial<FakeOutside> = {}): Promise<Engine> {
  const credentials = { plan: fromCommand(['creds', 'plan']), apply: fromCommand(['creds', 'apply']) }
  const engine = new Engine(system, { kind: { runsPrograms: true }, outside: { credentials, ...outside } })
  await engine.files.makeDirectory('/project/environments', { mode: 0o755 })
  engine.processes.install('creds', ({ argv: [, which] }) => {
    const number = engine.processes.starts.length
    const Expiration = new Date(engine.clock.now() + hour).toISOString()
    return { stdout: JSON.stringify({ KEY: `key-${which ?? ''}-${number}`, Expiration }) }
  })
  return engine
}

function given({ world }: Engine): readonly string[] {
  return world.starts.map(({ call, address, environment }) => `${call} ${address.slice(4)} ${environment['KEY'] ?? 'nothing'}`)
}

describe('credentials', () => {
  it('are those of the purpose, asked once for all', async () => {
    const engine = await withCredentials(two)
    const plan = await engine.plan()
    await engine.carryOut(plan)
    expect(given(engine)).toEqual(['plan a key-plan-1', 'plan b key-plan-1', 'apply a key-apply-2', 'apply b key-apply-2'])
  })

  it('of applying are used where a step plans again', async () => {
    const engine = await withCredentials({ a: two['a']!, b: { spec: { id: '${resources.a.outputs.id}' } } })
    await engine.carryOut()
    expect(given(engine)).toEqual(['plan a key-plan-1', 'apply a key-apply-2', 'plan b key-apply-2', 'apply b key-apply-2'])
  })

  it('are asked for again before they expire', async () => {
    const engine = await withCredentials({ a: two['a']!, b: { ...two['b'], dependsOn: ['a'] }, c: { spec: {}, dependsOn: ['b'] } })
    engine.world.script('dev/a', slow('apply', hour - 10 * 60_000))
    engine.world.script('dev/b', slow('apply', 5 * 60_000))
    await engine.carryOut()
    expect(given(engine).filter((line) => line.startsWith('apply'))).toEqual(['apply a key-apply-2', 'apply b key-apply-2', 'apply c key-apply-3'])
  })

  it('are not asked for where nothing starts a program', async () => {
    const engine = new Engine(two, { outside: { credentials: { plan: fromCommand(['never']), apply: fromCommand(['never']) } } })
    await engine.carryOut()
    expect(engine.processes.starts).toEqual([])
    expect(engine.story()).toContain('run succeeded')
  })

  it('that cannot be had keep anything from being planned, and are said once', async () => {
    const engine = await withCredentials(two)
    engine.processes.install('creds', () => ({ stderr: 'log in first', code: 1 }))
    const expected = 'the credentials to plan in dev could not be had: creds ended with exit code 1:\n  log in first'
    await expect(engine.plan()).rejects.toThrow(new Error(expected))
    expect(engine.processes.starts).toHaveLength(1)
  })

  it('that cannot be had again fail the step, and it can be repeated', async () => {
    const engine = await withCredentials({ a: two['a']!, b: { ...two['b'], dependsOn: ['a'] } })
    engine.world.script('dev/a', slow('apply', hour))
    const plan = await engine.plan()
    engine.processes.install('creds', () => ({ stdout: JSON.stringify({ KEY: 'short', Expiration: new Date(engine.clock.now() + hour).toISOString() }) }))
    const running = engine.start(plan)
    while (!given(engine).includes('apply a short')) await engine.clock.advance(0)
    engine.processes.install('creds', () => ({ code: 1 }))
    while (engine.clock.sleepers > 0) await engine.clock.advanceToNext()
    const report = await running
    expect(report.outcome).toBe('partial')
    expect(report.failed).toMatchObject([{ address: 'dev/b', failure: { reason: 'value-unavailable', transient: false, indeterminate: false } }])
    expect(await engine.store.intents('dev')).toEqual([])
  })

  it('never stand in what a program says', async () => {
    const engine = await withCredentials({ a: two['a']! })
    const plan = await engine.plan()
    expect(plan.outside.redactor.redact('used key-plan-1')).toBe('used (sensitive)')
  })
})

describe('a secret', () => {
  const outside: FakeOutside = { secrets: { db: fromEnv('DB'), unused: fromCommand(['never']) }, variables: { DB: 'hunter2-hunter2' } }
  const reads: FakeSystem = { a: { spec: { password: '${secrets.db}', url: 'db://me:${secrets.db}@host' } }, b: { spec: { from: '${resources.a.spec.url}' } } }

  it('is fetched for what reads it, planned exactly, and hidden', async () => {
    const engine = new Engine(reads, { outside })
    const plan = await engine.plan()
    expect(plan.document.resources.map(({ address, action, exactness }) => `${address} ${action} ${exactness}`)).toEqual([
      'dev/a create exact',
      'dev/b create exact',
    ])
    expect(JSON.stringify(plan.document)).not.toContain('hunter2')
    await engine.carryOut(plan)
    expect(engine.world.of('dev/b')[0]?.fields).toEqual({ from: 'db://me:hunter2-hunter2@host' })
    expect(JSON.stringify(engine.sink.events)).not.toContain('hunter2')
    expect(await engine.outline()).toEqual([])
  })

  it('stands in no message of what made use of it, neither told nor kept', async () => {
    const engine = new Engine(reads, { outside })
    engine.world.script('dev/a', losingAnswers(1, 'lost the connection to db://me:hunter2-hunter2@host'))
    const { run, failed } = await engine.carryOut()
    expect(failed).toMatchObject([{ address: 'dev/a', failure: { message: 'lost the connection to (sensitive)' } }])
    engine.world.script('dev/a', failing('probe', 1, { message: 'no answer to hunter2-hunter2' }))
    expect(await engine.recover()).toEqual(['a unknown: no answer to (sensitive)'])
    const [intent] = await engine.store.intents('dev')
    expect(intent?.state).toEqual({ kind: 'indeterminate', message: 'no answer to (sensitive)' })
    expect(JSON.stringify([await engine.store.journal(run), engine.sink.events])).not.toContain('hunter2')
  })

  it('makes the same plan twice', async () => {
    const engine = new Engine(reads, { outside })
    const [one, two] = [await engine.plan(), await engine.plan()].map(({ document }) => JSON.stringify({ ...document, id: '', createdAt: '' }))
    expect(one).toBe(two)
  })

  it('that was changed is a sensitive change', async () => {
    const engine = new Engine(reads, { outside })
    await engine.carryOut()
    engine.setVariable('DB', 'another-secret')
    const plan = await engine.plan()
    expect(plan.document.resources[0]).toMatchObject({ action: 'update', after: { password: null, url: null }, afterSensitive: { password: true, url: true } })
    expect(JSON.stringify(plan.document)).not.toMatch(/hunter2|another/)
    await engine.carryOut(plan)
    expect(await engine.outline()).toEqual([])
  })

  it('is not asked for where everything is destroyed', async () => {
    const engine = new Engine(reads, { outside })
    await engine.carryOut()
    engine.setVariable('DB', null)
    await engine.carryOut(await engine.plan('destroy'))
    expect(engine.world.objects).toEqual([])
  })

  it('that cannot be had leaves everything untouched', async () => {
    const engine = new Engine(reads, { outside: { ...outside, variables: {} } })
    await expect(engine.plan()).rejects.toThrow('the secret "db" could not be had: the variable DB is not set')
    expect(engine.sink.events).toEqual([])
  })
})

it('is an error that says all that is missing', () => {
  const problem = (message: string) => ({ code: 'value-unavailable', severity: 'error', message }) as const
  expect(new OutsideError([problem('one'), problem('two')], { interrupted: false }).message).toBe('one\ntwo')
})
