import { describe, expect, it } from 'vitest'
import { unknown } from '../../../src/expressions/value.ts'
import { ProviderBench } from '../provider-bench.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { failing, failingHalfway, failingTransiently, hanging, losingAnswers, slow } from './fake-behaviour.ts'
import type { FakeOptions } from './fake-options.ts'
import { createFakeProvider } from './fake-provider.ts'
import { FakeWorld } from './fake-world.ts'

function start(options: Partial<FakeOptions> = {}) {
  const world = new FakeWorld()
  const clock = new VirtualClock()
  const provider = createFakeProvider({ world, clock, ...options })
  return { world, clock, bench: new ProviderBench({ provider, projectRoot: '/project', workFolder: '/work' }) }
}

describe('the fake provider', () => {
  it('fails as often as it was told, and acts then', async () => {
    const { world, bench } = start()
    world.script(bench.address, failingTransiently(2))
    const request = bench.request({ size: 1 }, await bench.planned({ size: 1 }))
    expect(await bench.run(request)).toMatchObject({ ok: false, failure: { transient: true } })
    expect(await bench.run(request)).toMatchObject({ ok: false })
    expect(world.ledger).toEqual([])
    expect(await bench.run(request)).toMatchObject({ ok: true })
    expect(world.ledger.map(({ verb }) => verb)).toEqual(['create'])
  })

  it('acts and loses the answer; the same key finds what was made', async () => {
    const { world, bench } = start()
    world.script(bench.address, losingAnswers(1))
    const request = bench.request({ size: 1 }, await bench.planned({ size: 1 }), 'k')
    expect(await bench.run(request)).toMatchObject({ ok: false, failure: { indeterminate: true } })
    expect(bench.recorded).toBeNull()
    expect(await bench.probe(request)).toMatchObject({ kind: 'applied' })
    expect(await bench.run(request)).toMatchObject({ ok: true })
    expect([world.madeTwice, world.objects.length]).toEqual([[], 1])
  })

  it('makes two things of one key when it knows no keys, and the ledger tells', async () => {
    const { world, bench } = start({ knowsKeys: false })
    const request = bench.request({ size: 1 }, await bench.planned({ size: 1 }), 'k')
    await bench.run(request)
    await bench.run(request)
    expect(world.madeTwice).toEqual(['k'])
  })

  it('fails halfway and says what is there', async () => {
    const { world, bench } = start()
    world.script(bench.address, failingHalfway(1))
    await bench.apply({ size: 1 })
    expect(bench.recorded).toMatchObject({ status: 'incomplete', memory: { id: 'fake-1' } })
  })

  it('takes its time by the virtual clock, for the calls it was told to', async () => {
    const { world, clock, bench } = start()
    world.script(bench.address, slow('plan', 500, 1))
    const first = bench.planned({ size: 1 })
    expect(await clock.advanceToNext()).toBe(true)
    expect(clock.monotonicMs()).toBe(500)
    await first
    await bench.planned({ size: 1 })
    expect(clock.sleepers).toBe(0)
  })

  it('hangs until it is stopped, having acted or not', async () => {
    for (const acts of ['before', 'after'] as const) {
      const { world, bench } = start()
      world.script(bench.address, hanging(acts))
      const request = bench.request({ size: 1 }, await bench.planned({ size: 1 }))
      const stop = new AbortController()
      const outcome = bench.run(request, stop.signal)
      stop.abort()
      expect(await outcome).toMatchObject({ ok: false, failure: { reason: 'interrupted', indeterminate: acts === 'after' } })
      expect(world.objects.length).toBe(acts === 'after' ? 1 : 0)
    }
  })

  it('answers a probe with "nobody knows" when told to', async () => {
    const { world, bench } = start()
    world.script(bench.address, failing('probe', 1, { message: 'no answer' }))
    const request = bench.request({ size: 1 }, await bench.planned({ size: 1 }))
    expect(await bench.probe(request)).toEqual({ kind: 'unknown', message: 'no answer' })
    expect(await bench.probe(request)).toEqual({ kind: 'not-applied' })
  })

  it('keeps what the server gives or rewrites unknown until it was applied', async () => {
    const { bench } = start({ normalised: { name: 'lower-case' } })
    expect((await bench.planned({ name: 'Alpha', size: 1 })).outputs).toEqual({ name: unknown, size: 1, id: unknown, generation: unknown })
    await bench.apply({ name: 'Alpha', size: 1 })
    expect((await bench.planned({ name: 'Alpha', size: 2 })).outputs).toEqual({ name: unknown, size: 2, id: 'fake-1', generation: unknown })
    expect(bench.recorded?.outputs).toEqual({ name: 'alpha', size: 1, id: 'fake-1', generation: 1 })
  })

  it('shows drift and a conflict', async () => {
    const { world, bench } = start()
    await bench.apply({ size: 1, colour: 'red' })
    world.drift(bench.address, { size: 7, colour: 'blue' })
    const { action, drift } = await bench.planned({ size: 2, colour: 'red' })
    expect(action).toBe('update')
    expect(drift.map(({ path, conflict }) => [path[0], conflict])).toEqual([
      ['size', true],
      ['colour', false],
    ])
  })
})
