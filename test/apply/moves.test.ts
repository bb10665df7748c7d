import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Engine, type FakeSystem } from '../rig/engine.ts'
import { failing, failingHalfway, hanging } from '../rig/fake-provider/fake-behaviour.ts'
import { RunControl } from '../../src/apply/run-control.ts'

const reader = { spec: { from: '${resources.a.outputs.size}' } }
const newReader = { spec: { from: '${resources.b.outputs.size}' } }

/** An engine that has applied a system, with an empty story. */
async function applied(system: FakeSystem, options: ConstructorParameters<typeof Engine>[1] = {}): Promise<Engine> {
  const engine = new Engine(system, options)
  await engine.carryOut()
  engine.story()
  return engine
}

function verbs(engine: Engine): readonly string[] {
  return engine.world.ledger.map(({ verb }) => verb)
}

function records(engine: Engine): readonly string[] {
  return [...engine.store.records.keys()].sort()
}

describe('a rename', () => {
  it('keeps the thing: only the record moves, and what depends on it follows', async () => {
    const engine = await applied({ a: { spec: { size: 1 } }, reader })
    engine.declare({ b: { spec: { size: 1 }, movedFrom: ['a'] }, reader: newReader })
    const { document } = await engine.plan()
    expect(await engine.outline()).toEqual(['b move exact'])
    expect(document.resources.map(({ reasons }) => reasons)).toEqual([[{ kind: 'moved', from: 'dev/a' }], []])
    expect(document.resource_changes).toMatchObject([{ address: 'dev/b', previous_address: 'dev/a', change: { actions: ['no-op'] } }])
    await engine.carryOut()
    expect(engine.story()).toEqual(['start b#move', 'done b#move', 'run succeeded'])
    expect(verbs(engine)).toEqual(['create', 'create'])
    expect(records(engine)).toEqual(['dev/b', 'dev/reader'])
    expect(engine.store.records.get('dev/reader')?.dependencies).toEqual(['dev/b'])
    expect(await engine.outline()).toEqual([])
  })

  it('plans without writing anything', async () => {
    const engine = await applied({ a: {} })
    const before = JSON.stringify([...engine.store.records])
    engine.declare({ b: { movedFrom: ['a'] } })
    await engine.plan()
    expect(JSON.stringify([...engine.store.records])).toBe(before)
  })

  it('with a change of the spec is that change', async () => {
    const engine = await applied({ a: { spec: { size: 1 } } })
    engine.declare({ b: { spec: { size: 2 }, movedFrom: ['a'] } })
    const { document } = await engine.plan()
    expect(document.resources.map(({ action, reasons }) => [action, reasons])).toEqual([
      [
        'update',
        [
          { kind: 'moved', from: 'dev/a' },
          { kind: 'desired-changed', paths: ['/size'] },
        ],
      ],
    ])
    await engine.carryOut()
    expect(engine.story()).toEqual(['start b#update', 'done b#update', 'run succeeded'])
    expect(verbs(engine)).toEqual(['create', 'update'])
    expect(records(engine)).toEqual(['dev/b'])
    expect(await engine.outline()).toEqual([])
  })

  it.each([true, false])('with a replacement takes the old one away once (beside each other: %s)', async (canCoexist) => {
    const engine = await applied({ a: { spec: { zone: 'x' } } }, { kind: { replaceFields: ['zone'], canCoexist } })
    engine.declare({ b: { spec: { zone: 'y' }, movedFrom: ['a'] } })
    expect(await engine.outline()).toEqual(['b replace exact'])
    await engine.carryOut()
    expect(engine.world.objects).toHaveLength(1)
    expect(records(engine)).toEqual(['dev/b'])
    expect(await engine.outline()).toEqual([])
  })

  it('whose inputs are not known yet moves all the same', async () => {
    const system = (size: number, name: string, movedFrom: readonly string[] | null) => ({
      up: { spec: { size } },
      [name]: { spec: { id: '${resources.up.outputs.generation}' }, movedFrom },
    })
    const engine = await applied(system(1, 'a', null))
    engine.declare(system(2, 'b', ['a']))
    expect(await engine.outline()).toEqual(['b update deferred', 'up update exact'])
    await engine.carryOut()
    expect(verbs(engine)).toEqual(['create', 'create', 'update', 'update'])
    expect(records(engine)).toEqual(['dev/b', 'dev/up'])
    expect(await engine.outline()).toEqual([])
  })

  it('that turns out to change nothing moves the record', async () => {
    const system = (size: number, name: string, movedFrom: readonly string[] | null) => ({
      up: { spec: { size } },
      [name]: { spec: { id: '${resources.up.outputs.generation > 9}' }, movedFrom },
    })
    const engine = await applied(system(1, 'a', null))
    engine.declare(system(2, 'b', ['a']))
    expect(await engine.outline()).toEqual(['b update deferred', 'up update exact'])
    await engine.carryOut()
    expect(records(engine)).toEqual(['dev/b', 'dev/up'])
    expect(await engine.outline()).toEqual([])
  })

  it('over several names finds the one that is recorded', async () => {
    const engine = await applied({ a: {} })
    engine.declare({ c: { movedFrom: ['b', 'a'] } })
    expect(await engine.outline()).toEqual(['c move exact'])
    await engine.carryOut()
    engine.declare({ d: { movedFrom: ['c', 'b', 'a'] } })
    await engine.carryOut()
    expect(records(engine)).toEqual(['dev/d'])
    expect(verbs(engine)).toEqual(['create'])
  })

  it('takes protection along, and what becomes of it without its document', async () => {
    const engine = await applied({ a: { lifecycle: { preventDestroy: true, onRemove: 'refuse' } } })
    engine.declare({ b: { lifecycle: { preventDestroy: true, onRemove: 'refuse' }, movedFrom: ['a'] } })
    expect(await engine.outline()).toEqual(['b move exact'])
    await engine.carryOut()
    expect(engine.store.records.get('dev/b')).toMatchObject({ preventDestroy: true, onRemove: 'refuse', revision: 2 })
    engine.declare({})
    await expect(engine.plan()).rejects.toThrow('it is recorded, but no document declares it any more')
  })

  it('with another protection says so, and does both', async () => {
    const engine = await applied({ a: {} })
    engine.declare({ b: { preventDestroy: true, movedFrom: ['a'] } })
    expect(await engine.outline()).toEqual(['b protect exact'])
    await engine.carryOut()
    expect(engine.store.records.get('dev/b')?.preventDestroy).toBe(true)
    expect(records(engine)).toEqual(['dev/b'])
    expect(await engine.outline()).toEqual([])
  })

  it('that is still pending does not keep anything from being destroyed', async () => {
    const engine = await applied({ a: { spec: { size: 1 } }, reader })
    engine.declare({ b: { movedFrom: ['a'] }, reader: newReader })
    await engine.carryOut(await engine.plan('destroy'))
    expect(engine.story()).toEqual(['start reader#delete', 'done reader#delete', 'start a#delete', 'done a#delete', 'run succeeded'])
    expect(engine.world.objects).toHaveLength(0)
    expect(records(engine)).toEqual([])
  })

  it('of what a replacement left behind leaves that to its own clean-up', async () => {
    const engine = await applied({ a: { spec: { zone: 'x' } }, other: {} }, { kind: { replaceFields: ['zone'] } })
    engine.declare({ a: { spec: { zone: 'y' } }, other: { spec: { x: 1 } } })
    engine.world.script('dev/other', failing('apply', 1))
    await engine.carryOut()
    expect(records(engine)).toEqual(['dev/a', 'dev/a~1', 'dev/other'])
    engine.declare({ b: { spec: { zone: 'y' }, movedFrom: ['a'] }, other: { spec: { x: 1 } } })
    expect(await engine.outline()).toEqual(['a~1 delete exact', 'b move exact', 'other update exact'])
    await engine.carryOut()
    expect(records(engine)).toEqual(['dev/b', 'dev/other'])
    expect(engine.world.objects).toHaveLength(2)
  })
})

describe('a rename that is cut off', () => {
  it('before its step began has moved nothing', async () => {
    const engine = await applied({ first: {}, a: {} })
    engine.declare({ first: { spec: { size: 1 } }, b: { dependsOn: ['first'], movedFrom: ['a'] } })
    engine.world.script('dev/first', failing('apply', 1))
    await engine.carryOut()
    expect(records(engine)).toEqual(['dev/a', 'dev/first'])
    expect(await engine.outline()).toEqual(['b move exact', 'first update exact'])
  })

  it('while its step acts has moved the record, and the next plan holds the rest', async () => {
    const engine = await applied({ a: { spec: { size: 1 } } })
    engine.declare({ b: { spec: { size: 2 }, movedFrom: ['a'] } })
    engine.world.script('dev/b', hanging('before'))
    const control = new RunControl()
    const running = engine.start(await engine.plan(), { control })
    await engine.clock.advance(1000)
    await engine.clock.advance(1000)
    // A crash here leaves exactly this in the store.
    expect(records(engine)).toEqual(['dev/b'])
    control.force()
    await running
    expect(await engine.outline()).toEqual(['b update exact'])
    await engine.carryOut()
    expect(verbs(engine)).toEqual(['create', 'update'])
    expect(await engine.outline()).toEqual([])
  })

  it.each([
    ['without acting', failing('apply', 1), 'b update exact'],
    ['halfway', failingHalfway(1), 'b read exact'],
  ])('by a failure %s has moved the record', async (_, behaviour, next) => {
    const engine = await applied({ a: { spec: { size: 1 } } })
    engine.declare({ b: { spec: { size: 2 }, movedFrom: ['a'] } })
    engine.world.script('dev/b', behaviour)
    await engine.carryOut()
    expect(records(engine)).toEqual(['dev/b'])
    expect(await engine.outline()).toEqual([next])
    await engine.carryOut()
    expect(engine.world.objects).toHaveLength(1)
    expect(await engine.outline()).toEqual([])
  })
})

describe('one that becomes many, and back', () => {
  it.each([
    ['the only instance', { app: { forEach: ['eu'] } }, 'app@eu'],
    ['an instance that is named', { app: { forEach: ['eu', 'us'], movedFrom: { us: ['app'] } } }, 'app@us'],
    ['the only instance of a renamed document', { web: { forEach: ['eu'], movedFrom: ['app'] } }, 'web@eu'],
  ])('is %s', async (_, next, name) => {
    const engine = await applied({ app: {} })
    engine.declare(next)
    expect(await engine.outline()).toContain(`${name} move exact`)
    await engine.carryOut()
    expect(verbs(engine)).not.toContain('delete')
    expect(await engine.outline()).toEqual([])
    engine.declare({ app: { movedFrom: [name] } })
    await engine.carryOut()
    expect(records(engine)).toContain('dev/app')
    expect(engine.world.objects).toHaveLength(1)
  })

  it('goes back by itself when one instance was recorded', async () => {
    const engine = await applied({ app: { forEach: ['eu'] } })
    engine.declare({ app: {} })
    expect(await engine.outline()).toEqual(['app move exact'])
  })

  it('moves all instances of a renamed document', async () => {
    const engine = await applied({ app: { forEach: ['eu', 'us'] } })
    engine.declare({ web: { forEach: ['eu', 'us', 'ap'], movedFrom: ['app'] } })
    expect(await engine.outline()).toEqual(['web@ap create exact', 'web@eu move exact', 'web@us move exact'])
    await engine.carryOut()
    expect(engine.world.objects).toHaveLength(3)
    expect(await engine.outline()).toEqual([])
  })
})

describe('a movedFrom that is left in place', () => {
  it('harms nothing, not even when the thing was made under its new name', async () => {
    const engine = await applied({ b: { movedFrom: ['a'] } })
    expect(await engine.outline()).toEqual([])
    engine.declare({ b: { spec: { size: 1 }, movedFrom: ['a'] } })
    expect(await engine.outline()).toEqual(['b update exact'])
  })
})

describe('any rename', () => {
  it('creates nothing, deletes nothing, and leaves an empty plan', async () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/), { minLength: 2, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(names, fc.infiniteStream(fc.nat()), async (all, numbers) => {
        const half = all.slice(0, Math.ceil(all.length / 2))
        const free = all.slice(half.length)
        const upstream = new Map(half.map((name, index) => [name, half.filter((_, other) => other < index && (numbers.next().value ?? 0) % 3 === 0)]))
        const size = new Map(half.map((name) => [name, (numbers.next().value ?? 0) % 4]))
        const renames = new Map(half.map((name) => [name, (numbers.next().value ?? 0) % 2 === 0 ? (free.pop() ?? name) : name]))
        const now = (name: string): string => renames.get(name) ?? name
        const system = (rename: (name: string) => string): FakeSystem =>
          Object.fromEntries(
            half.map((name) => {
              const reads = (upstream.get(name) ?? []).map((other) => `\${resources[${JSON.stringify(rename(other))}].outputs.id}`)
              return [rename(name), { spec: { size: size.get(name) ?? 0, reads }, movedFrom: rename(name) === name ? null : [name] }]
            }),
          )
        const engine = new Engine(system((name) => name))
        await engine.carryOut()
        const made = engine.world.ledger.length
        engine.declare(system(now))
        expect((await engine.outline()).every((line) => line.endsWith(' move exact'))).toBe(true)
        await engine.carryOut()
        expect(engine.world.ledger).toHaveLength(made)
        expect(records(engine)).toEqual(half.map((name) => `dev/${now(name)}`).sort())
        expect(await engine.outline()).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
