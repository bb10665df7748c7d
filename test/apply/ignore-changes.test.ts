import { describe, expect, it } from 'vitest'
import { Engine, type FakeResource } from '../rig/engine.ts'

function thing(spec: FakeResource['spec'], ...ignoreChanges: readonly string[]): FakeResource {
  return { ...(spec === undefined ? {} : { spec }), lifecycle: { ignoreChanges } }
}

function fields(engine: Engine, name = 'a'): unknown {
  return engine.world.of(`dev/${name}`)[0]?.fields
}

describe('ignoreChanges', () => {
  it('creates with what the document says, and keeps that from then on', async () => {
    const engine = new Engine({ a: thing({ build: 1, size: 1 }, '/spec/build') })
    await engine.carryOut()
    expect(fields(engine)).toEqual({ build: 1, size: 1 })
    engine.declare({ a: thing({ build: 2, size: 1 }, '/spec/build') })
    expect(await engine.outline()).toEqual([])
    engine.declare({ a: thing({ build: 3, size: 2 }, '/spec/build') })
    const { document } = await engine.plan()
    expect(document.resources.map(({ action, reasons, after }) => [action, reasons, after])).toEqual([
      ['update', [{ kind: 'desired-changed', paths: ['/size'] }], { build: 1, size: 2 }],
    ])
    await engine.carryOut()
    expect(fields(engine)).toEqual({ build: 1, size: 2 })
    expect(await engine.outline()).toEqual([])
  })

  it('no longer said, takes the document at its word', async () => {
    const engine = new Engine({ a: thing({ build: 1 }, '/spec/build') })
    await engine.carryOut()
    engine.declare({ a: thing({ build: 2 }) })
    expect(await engine.outline()).toEqual(['a update exact'])
    await engine.carryOut()
    expect(fields(engine)).toEqual({ build: 2 })
  })

  it('leaves drift there alone, and says nothing of it', async () => {
    const engine = new Engine({ a: thing({ build: 1, size: 1 }, '/spec/build') })
    await engine.carryOut()
    engine.world.drift('dev/a', { build: 7 })
    const { document } = await engine.plan()
    expect(document.resources.map(({ action, drift }) => [action, drift])).toEqual([['no-op', []]])
  })

  it('does not wait for a value that it does not take', async () => {
    const system = (size: number) => ({ up: { spec: { size } }, a: thing({ from: '${resources.up.outputs.generation}' }, '/spec/from') })
    const engine = new Engine(system(1))
    await engine.carryOut()
    engine.declare(system(2))
    expect((await engine.outline()).filter((line) => line.includes('deferred'))).toEqual([])
    await engine.carryOut()
    expect(fields(engine)).toEqual({ from: 1 })
  })

  it('keeps the recorded value when the thing vanished, and when it is replaced', async () => {
    const engine = new Engine({ a: thing({ build: 1, zone: 'x' }, '/spec/build') }, { kind: { replaceFields: ['zone'], canCoexist: false } })
    await engine.carryOut()
    engine.world.vanish('dev/a')
    engine.declare({ a: thing({ build: 2, zone: 'x' }, '/spec/build') })
    await engine.carryOut()
    expect(fields(engine)).toEqual({ build: 1, zone: 'x' })
    engine.declare({ a: thing({ build: 3, zone: 'y' }, '/spec/build') })
    expect(await engine.outline()).toEqual(['a replace exact'])
    await engine.carryOut()
    expect(fields(engine)).toEqual({ build: 1, zone: 'y' })
    expect(await engine.outline()).toEqual([])
  })

  it('shows others what the document says', async () => {
    const system = (build: number) => ({ a: thing({ build }, '/spec/build'), reader: { spec: { build: '${resources.a.spec.build}' } } })
    const engine = new Engine(system(1))
    await engine.carryOut()
    engine.declare(system(2))
    expect(await engine.outline()).toEqual(['reader update exact'])
    await engine.carryOut()
    expect(fields(engine, 'reader')).toEqual({ build: 2 })
    expect(await engine.outline()).toEqual([])
  })

  it('goes along with a rename', async () => {
    const engine = new Engine({ a: thing({ build: 1 }, '/spec/build') })
    await engine.carryOut()
    engine.declare({ b: { ...thing({ build: 2 }, '/spec/build'), movedFrom: ['a'] } })
    expect(await engine.outline()).toEqual(['b move exact'])
    await engine.carryOut()
    expect(await engine.outline()).toEqual([])
  })
})
