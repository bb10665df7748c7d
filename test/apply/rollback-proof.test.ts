import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/events/json.ts'
import { failing } from '../rig/fake-provider/fake-behaviour.ts'
import { Engine, type FakeResource, type FakeSystem } from '../rig/engine.ts'

/** How many generated systems are taken back; `npm run proof:rollback` takes back a thousand. */
const numRuns = Number(process.env['ROLLBACKS'] ?? 40)

const names = ['a', 'b', 'c', 'd', 'e', 'f']

/** Each waits for some of those before it. */
const system: fc.Arbitrary<FakeSystem> = fc
  .array(fc.record({ name: fc.constantFrom(...names), size: fc.nat(3), waits: fc.subarray(names) }), { minLength: 1, maxLength: 6 })
  .map((parts) => {
    const chosen = new Map(parts.map((part) => [part.name, part]))
    const resources = [...chosen.values()].map(({ name, size, waits }): readonly [string, FakeResource] => [
      name,
      { spec: { size }, dependsOn: waits.filter((other) => other < name && chosen.has(other)) },
    ])
    return Object.fromEntries(resources)
  })

function worldOf(engine: Engine): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(engine.world.objects.map(({ address, fields }) => [address, fields] as const).sort(([one], [two]) => (one < two ? -1 : 1)))
}

async function newestStable(engine: Engine): Promise<number> {
  return (await engine.store.checkpoints('dev')).find(({ stable }) => stable)?.number ?? 0
}

describe('rollback(apply(x)) = x', () => {
  it('for generated systems, whatever failed on the way, as announced', async () => {
    await fc.assert(
      fc.asyncProperty(system, system, fc.option(fc.constantFrom(...names)), async (before, after, fails) => {
        const engine = new Engine(before)
        await engine.carryOut()
        const world = worldOf(engine)
        const checkpoint = await newestStable(engine)
        engine.declare(after)
        if (fails !== null) engine.world.script(`dev/${fails}`, failing('apply', 1))
        await engine.carryOut()

        engine.declare(before)
        const plan = await engine.planBack(checkpoint)
        const { coverage } = plan.document.rollback ?? { coverage: null }
        const made = engine.world.ledger.length
        const { outcome } = await engine.carryOut(plan)
        expect(outcome).toBe('succeeded')
        expect(worldOf(engine)).toEqual(world)
        expect([coverage?.lost, coverage?.recreated]).toEqual([0, 0])
        // What was announced is what was done: nothing else was touched, and nothing twice.
        const announced = new Set(coverage?.entries.map(({ address }) => address.split('~')[0]))
        const touched = engine.world.ledger.slice(made).map(({ address }) => address)
        expect(touched.filter((address) => !announced.has(address))).toEqual([])
        expect(engine.world.madeTwice).toEqual([])
        expect((await engine.plan()).document.steps).toEqual([])
      }),
      { numRuns },
    )
  })

  it('whenever the engine dies on the way back, after the next one has recovered', async () => {
    await fc.assert(
      fc.asyncProperty(system, system, fc.nat(20), fc.constantFrom('before' as const, 'after' as const), async (before, after, write, when) => {
        const engine = new Engine(before)
        await engine.carryOut()
        const world = worldOf(engine)
        const checkpoint = await newestStable(engine)
        engine.declare(after)
        await engine.carryOut()

        engine.declare(before)
        let writes = 0
        engine.store.dies = () => (writes++ === write ? when : null)
        await engine.carryOut(await engine.planBack(checkpoint)).catch(() => undefined)
        engine.store.dies = null
        await engine.recover()
        await engine.carryOut(await engine.planBack(checkpoint))
        expect(worldOf(engine)).toEqual(world)
        expect(engine.world.madeTwice).toEqual([])
        expect((await engine.plan()).document.steps).toEqual([])
      }),
      { numRuns },
    )
  })
})
