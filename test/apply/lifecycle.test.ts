import { describe, expect, it } from 'vitest'
import { RunControl } from '../../src/apply/run-control.ts'
import { StoreError } from '../../src/ports/store.ts'
import { Engine } from '../rig/engine.ts'
import { failing, failingHalfway, failingTransiently, hanging, losingAnswers, slow } from '../rig/fake-provider/fake-behaviour.ts'

const chain = { a: { spec: { size: 1 } }, b: { spec: { from: '${resources.a.outputs.size}' } }, c: { spec: { id: '${resources.b.outputs.id}' } } }

describe('apply', () => {
  it('goes in order, and finds nothing to do afterwards', async () => {
    const engine = new Engine(chain)
    expect(await engine.outline()).toEqual(['a create exact', 'b create conditional', 'c create deferred'])
    await engine.carryOut()
    expect(engine.story()).toEqual(['start a#create', 'done a#create', 'start b#create', 'done b#create', 'start c#create', 'done c#create', 'run succeeded'])
    expect(await engine.outline()).toEqual([])
  })

  it('follows a change exactly as far as it goes', async () => {
    const engine = new Engine({ ...chain, other: { spec: { x: 1 } } })
    await engine.carryOut()
    engine.declare({ ...chain, a: { spec: { size: 2 } }, other: { spec: { x: 1 } } })
    expect(await engine.outline()).toEqual(['a update exact', 'b update conditional'])
    await engine.carryOut()
    expect(await engine.outline()).toEqual([])
  })

  it('puts drift back', async () => {
    const engine = new Engine(chain)
    await engine.carryOut()
    engine.world.drift('dev/a', { size: 7 })
    const { document } = await engine.plan()
    expect(document.resources[0]?.reasons).toEqual([{ kind: 'drifted', paths: ['/size'] }])
    await engine.carryOut()
    expect(await engine.outline()).toEqual([])
  })

  it('makes again what vanished', async () => {
    const engine = new Engine({ a: chain.a })
    await engine.carryOut()
    engine.world.vanish('dev/a')
    expect(await engine.outline()).toEqual(['a create exact'])
    await engine.carryOut()
    expect(engine.world.of('dev/a')).toHaveLength(1)
  })

  it('plans the same bytes twice', async () => {
    const engine = new Engine(chain)
    const texts = await Promise.all([engine.plan(), engine.plan()])
    const [one, two] = texts.map(({ document }) => JSON.stringify({ ...document, id: '', createdAt: '' }))
    expect(one).toBe(two)
  })
})

describe('replace', () => {
  it('makes the new one first and takes the old one away last', async () => {
    const engine = new Engine({ a: { spec: { zone: 'x' } }, b: { spec: { id: '${resources.a.outputs.id}' } } }, { kind: { replaceFields: ['zone'] } })
    await engine.carryOut()
    engine.story()
    engine.declare({ a: { spec: { zone: 'y' } }, b: { spec: { id: '${resources.a.outputs.id}' } } })
    await engine.carryOut()
    expect(engine.story()).toEqual([
      'start a#replace',
      'done a#replace',
      'start b#update',
      'done b#update',
      'start a~1#delete',
      'done a~1#delete',
      'run succeeded',
    ])
    expect(engine.world.ledger.map(({ verb }) => verb)).toEqual(['create', 'create', 'create', 'update', 'delete'])
    expect(await engine.outline()).toEqual([])
  })

  it('keeps the old one when something failed, and takes it away with the next plan', async () => {
    const engine = new Engine({ a: { spec: { zone: 'x' } }, b: { spec: { id: '${resources.a.outputs.id}' } } }, { kind: { replaceFields: ['zone'] } })
    await engine.carryOut()
    engine.story()
    engine.declare({ a: { spec: { zone: 'y' } }, b: { spec: { id: '${resources.a.outputs.id}' } } })
    engine.world.script('dev/b', failing('apply', 1))
    await engine.carryOut()
    expect(engine.story().slice(2)).toEqual([
      'start b#update',
      'failed b#update: program-failed',
      'skip a~1#delete: not everything before it succeeded, so the old one stays',
      'run partial',
    ])
    expect(await engine.outline()).toEqual(['a~1 delete exact', 'b update exact'])
    await engine.carryOut()
    expect(engine.world.objects).toHaveLength(2)
    expect(await engine.outline()).toEqual([])
  })

  it('takes the old one away first where two cannot be', async () => {
    const engine = new Engine({ a: { spec: { zone: 'x' } } }, { kind: { replaceFields: ['zone'], canCoexist: false } })
    await engine.carryOut()
    engine.story()
    engine.declare({ a: { spec: { zone: 'y' } } })
    await engine.carryOut()
    expect(engine.story()).toEqual(['start a#delete', 'done a#delete', 'start a#create', 'done a#create', 'run succeeded'])
    expect(engine.world.objects).toHaveLength(1)
  })
})

describe('what is no longer declared', () => {
  it('goes last, in reverse order', async () => {
    const engine = new Engine(chain)
    await engine.carryOut()
    engine.story()
    engine.declare({ a: chain.a })
    await engine.carryOut()
    expect(engine.story()).toEqual(['start c#delete', 'done c#delete', 'start b#delete', 'done b#delete', 'run succeeded'])
    expect(engine.world.objects).toHaveLength(1)
  })

  it('goes altogether with destroy', async () => {
    const engine = new Engine(chain)
    await engine.carryOut()
    await engine.carryOut(await engine.plan('destroy'))
    expect(engine.world.objects).toHaveLength(0)
    expect(engine.store.records.size).toBe(0)
  })

  it('goes in the order of the newest dependencies', async () => {
    const engine = new Engine({ a: {}, b: {} })
    await engine.carryOut()
    engine.declare({ a: { dependsOn: ['b'] }, b: {} })
    expect(await engine.outline()).toEqual(['a read exact'])
    await engine.carryOut()
    engine.story()
    await engine.carryOut(await engine.plan('destroy'))
    expect(engine.story().slice(0, 2)).toEqual(['start a#delete', 'done a#delete'])
  })
})

describe('a failure', () => {
  it('stops what waits for it; the rest goes on, and the next plan holds what is missing', async () => {
    const engine = new Engine({ ...chain, other: {} })
    engine.world.script('dev/a', failing('apply', 1))
    const report = await engine.carryOut(undefined, { concurrency: 1 })
    expect(engine.story()).toEqual([
      'start a#create',
      'failed a#create: program-failed',
      'skip b#create: it waits for dev/a, which failed',
      'skip c#create: it waits for dev/a, which failed',
      'start other#create',
      'done other#create',
      'run partial',
    ])
    expect(report.counts).toEqual({ succeeded: 1, failed: 1, skipped: 2, indeterminate: 0, awaitingApproval: 0 })
    expect(await engine.outline()).toEqual(['a create exact', 'b create conditional', 'c create deferred'])
  })

  it('that passes is tried again, with the same key, so often and no more', async () => {
    const engine = new Engine({ a: {}, b: {} })
    engine.world.script('dev/a', failingTransiently(2))
    engine.world.script('dev/b', failingTransiently(9))
    await engine.carryOut(undefined, { concurrency: 1 })
    const story = engine.story()
    expect(story.filter((line) => line.startsWith('retry'))).toEqual(['retry a#create', 'retry a#create', 'retry b#create', 'retry b#create', 'retry b#create'])
    expect(story.at(-1)).toBe('run partial')
    expect(engine.world.madeTwice).toEqual([])
  })

  it('half-way is recorded as incomplete, and finished by the next apply', async () => {
    const engine = new Engine({ a: { spec: { size: 1 } } })
    engine.world.script('dev/a', failingHalfway(1))
    await engine.carryOut()
    expect(engine.store.records.get('dev/a')?.status).toBe('incomplete')
    expect(await engine.outline()).toEqual(['a read exact'])
    await engine.carryOut()
    expect(engine.store.records.get('dev/a')?.status).toBe('ready')
    expect(engine.world.objects).toHaveLength(1)
  })

  it('without an answer is not tried again', async () => {
    const engine = new Engine({ a: {} })
    engine.world.script('dev/a', losingAnswers(1))
    const report = await engine.carryOut()
    expect(report.counts.indeterminate).toBe(1)
    expect(engine.story()).not.toContain('retry a#create')
  })

  it('of the store stops everything', async () => {
    const engine = new Engine({ a: {}, b: {} })
    const plan = await engine.plan()
    engine.store.failNext = new StoreError('no-space', 'the disk is full')
    const report = await engine.carryOut(plan, { concurrency: 1 })
    expect(report.failed.map(({ failure }) => failure.reason)).toEqual(['store-failed'])
    expect(engine.world.objects).toHaveLength(0)
    expect(engine.story()).toContain('skip b#create: the run could not go on')
  })
})

describe('approval', () => {
  it('does not cover a replacement that turns out during apply', async () => {
    const system = (zone: string) => ({ a: { spec: { zone } }, b: { spec: { zone: '${resources.a.outputs.id}' } } })
    const engine = new Engine(system('x'), { kind: { replaceFields: ['zone'] } })
    await engine.carryOut()
    engine.story()
    engine.declare(system('y'))
    expect(await engine.outline()).toEqual(['a replace exact', 'b update deferred'])
    const report = await engine.carryOut()
    expect(report.counts.awaitingApproval).toBe(1)
    expect(engine.story()).toContain('failed b#update: envelope-exceeded')
    // Planned again, the replacement is in the plan, to be approved.
    expect(await engine.outline()).toEqual(['a~1 delete exact', 'b replace exact'])
  })
})

describe('an interrupt', () => {
  it('lets running steps end and starts nothing new', async () => {
    const engine = new Engine(chain)
    const control = new RunControl()
    engine.world.script('dev/a', slow('apply', 1000))
    const running = engine.start(await engine.plan(), { control })
    await engine.clock.advance(500)
    control.interrupt()
    await engine.clock.advance(10_000)
    const report = await running
    expect(report.outcome).toBe('interrupted')
    expect(engine.story()).toEqual([
      'start a#create',
      'done a#create',
      'skip b#create: the run was interrupted',
      'skip c#create: the run was interrupted',
      'run interrupted',
    ])
  })

  it('reaches what runs the second time', async () => {
    const engine = new Engine({ a: {} })
    engine.world.script('dev/a', hanging('before'))
    const control = new RunControl()
    const running = engine.start(await engine.plan(), { control })
    await engine.clock.advance(1000)
    control.interrupt()
    control.interrupt()
    expect((await running).outcome).toBe('interrupted')
    expect(engine.sink.ofType('stopping').map(({ level, running: which }) => [level, which])).toEqual([
      ['graceful', [{ address: 'dev/a', action: 'create', durationMs: 1000 }]],
      ['forced', [{ address: 'dev/a', action: 'create', durationMs: 1000 }]],
    ])
  })
})

describe('protection', () => {
  it('is recorded with a step that has nothing to do any more once its inputs are known, and so is what it waits for', async () => {
    const reads = { from: '${resources.a.outputs.id}' }
    const engine = new Engine({ a: { spec: { size: 1 } }, b: { spec: reads }, c: { spec: {} } })
    await engine.carryOut()
    const b = { spec: { ...reads, more: '${resources.a.outputs.generation > 9 ? "y" : "x"}' } }
    engine.declare({ a: { spec: { size: 1 } }, b, c: { spec: {} } })
    await engine.carryOut()
    engine.declare({ a: { spec: { size: 2 } }, b: { ...b, preventDestroy: true, dependsOn: ['c'] }, c: { spec: {} } })
    expect(await engine.outline()).toEqual(['a update exact', 'b update deferred'])
    expect((await engine.carryOut()).outcome).toBe('succeeded')
    expect(engine.store.records.get('dev/b')).toMatchObject({ preventDestroy: true, dependencies: ['dev/a', 'dev/c'] })
    expect(await engine.outline()).toEqual([])
  })

  it('changes by a plan of its own, which only writes the record', async () => {
    const engine = new Engine({ a: {} })
    await engine.carryOut()
    engine.declare({ a: { preventDestroy: true } })
    expect(await engine.outline()).toEqual(['a protect exact'])
    await engine.carryOut()
    expect(engine.store.records.get('dev/a')?.preventDestroy).toBe(true)
    expect(engine.world.ledger).toHaveLength(1)
    expect(await engine.outline()).toEqual([])
  })

  it.each([
    [['a.*'], ['b.*'], 'unprotect'],
    [['a.*'], ['b.*', 'a.*'], 'protect'],
    [['a.*'], true, 'protect'],
    [false, ['a.*'], 'protect'],
    [true, ['a.*'], 'unprotect'],
    [['a.*'], false, 'unprotect'],
  ] as const)('keeps its patterns in the record: from %j to %j', async (before, after, action) => {
    const engine = new Engine({ a: { lifecycle: { preventDestroy: before } } })
    await engine.carryOut()
    engine.declare({ a: { lifecycle: { preventDestroy: after } } })
    expect(await engine.outline()).toEqual([`a ${action} exact`])
    await engine.carryOut()
    expect(engine.store.records.get('dev/a')?.preventDestroy).toEqual(after)
    expect(await engine.outline()).toEqual([])
  })
})

describe('protection that changes with something else', () => {
  it.each([
    [true, { size: 2 }, 'unprotect', 'update'],
    [false, { size: 2 }, 'protect', 'update'],
  ] as const)('is said in the plan and in the journal: from %j', async (before, spec, protection, action) => {
    const engine = new Engine({ a: { spec: { size: 1 }, preventDestroy: before } })
    await engine.carryOut()
    engine.declare({ a: { spec, preventDestroy: !before } })
    const { document } = await engine.plan()
    expect(document.resources[0]).toMatchObject({ action, reasons: [{ kind: 'protection-changed', to: protection }, { kind: 'desired-changed' }] })
    expect(document.resource_changes[0]).toMatchObject({ action_reason: protection })
    const { run } = await engine.carryOut()
    expect((await engine.store.journal(run))[0]?.detail).toMatchObject({ action, protection })
    expect(await engine.outline()).toEqual([])
  })

  it('is not lost by a step that fails: it is what was recorded last', async () => {
    const engine = new Engine({ a: { spec: { size: 1 }, preventDestroy: true } })
    await engine.carryOut()
    engine.declare({ a: { spec: { size: 2 } } })
    engine.world.script('dev/a', failing('apply', 1))
    await engine.carryOut()
    expect(engine.store.records.get('dev/a')?.preventDestroy).toBe(true)
    await engine.carryOut()
    expect(engine.store.records.get('dev/a')?.preventDestroy).toBe(false)
  })

  it('does not hold on to the old one of a replacement', async () => {
    const engine = new Engine({ a: { spec: { zone: 'x' }, preventDestroy: true }, b: { dependsOn: ['a'] } }, { kind: { replaceFields: ['zone'] } })
    await engine.carryOut()
    engine.declare({ a: { spec: { zone: 'y' } }, b: { spec: { size: 1 }, dependsOn: ['a'] } })
    engine.world.script('dev/b', failing('apply', 1))
    await engine.carryOut()
    expect(engine.store.records.get('dev/a~1')).toMatchObject({ preventDestroy: false })
  })
})

describe('onRemove', () => {
  it('forget leaves the thing alone, and forgets it', async () => {
    const engine = new Engine({ a: { lifecycle: { onRemove: 'forget' } } })
    await engine.carryOut()
    engine.story()
    engine.declare({})
    expect(await engine.outline()).toEqual(['a forget exact'])
    await engine.carryOut()
    expect(engine.story()).toEqual(['start a#forget', 'done a#forget', 'run succeeded'])
    expect(engine.world.ledger.map(({ verb }) => verb)).toEqual(['create'])
    expect(engine.store.records.size).toBe(0)
  })

  it.each([
    ['refuse', false, 'refuse'],
    ['nothing', true, null],
  ] as const)('%s refuses, but not to destroy', async (_, isProtected, onRemove) => {
    const engine = new Engine({ a: { lifecycle: { onRemove } } })
    engine.isProtected = isProtected
    await engine.carryOut()
    engine.declare({})
    await expect(engine.plan()).rejects.toThrow('it is recorded, but no document declares it any more')
    await engine.carryOut(await engine.plan('destroy'))
    expect(engine.world.objects).toHaveLength(0)
  })

  it.each([
    ['destroy', true],
    [null, false],
  ] as const)('%s destroys', async (onRemove, isProtected) => {
    const engine = new Engine({ a: { lifecycle: { onRemove } } })
    engine.isProtected = isProtected
    await engine.carryOut()
    engine.declare({})
    expect(await engine.outline()).toEqual(['a delete exact'])
  })

  it('changes by a plan of its own, which only writes the record', async () => {
    const engine = new Engine({ a: {} })
    await engine.carryOut()
    engine.declare({ a: { lifecycle: { onRemove: 'forget' } } })
    const { document } = await engine.plan()
    expect(document.resources.map(({ action, reasons }) => [action, reasons])).toEqual([['read', [{ kind: 'removal-changed' }]]])
    await engine.carryOut()
    expect(engine.store.records.get('dev/a')?.onRemove).toBe('forget')
    expect(engine.world.ledger).toHaveLength(1)
    expect(await engine.outline()).toEqual([])
  })

  it('does not keep the old half of a replacement', async () => {
    const system = (zone: string) => ({ a: { spec: { zone }, lifecycle: { onRemove: 'refuse' as const } } })
    const engine = new Engine(system('x'), { kind: { replaceFields: ['zone'] } })
    await engine.carryOut()
    engine.declare(system('y'))
    await engine.carryOut()
    expect(engine.world.objects).toHaveLength(1)
    expect(await engine.outline()).toEqual([])
  })
})
