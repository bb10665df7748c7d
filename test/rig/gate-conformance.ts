import { describe, expect, it } from 'vitest'
import type { Value } from '../../src/expressions/value.ts'
import type { Action } from '../../src/plan/action.ts'
import type { ApplyRequest, StepOutcome } from '../../src/plan/provider.ts'
import { ProviderBench, visible, type BenchOptions } from './provider-bench.ts'

/** A gate with a little world of its own; made anew for every test. */
export interface GateSubject extends BenchOptions {
  readonly specs: {
    readonly first: Value
    /** The same gate, asking otherwise. */
    readonly changed: Value
    /** A spec with a sensitive part, and texts that must never be seen. */
    readonly secret: { readonly spec: Value; readonly texts: readonly string[] }
  }
  /** How often the world was asked. */
  readonly asked: () => number
  /** Makes the world as the gate wants it, or not. */
  readonly set: (state: 'healthy' | 'unhealthy') => void
  /** Lets time pass until the promise is settled. */
  readonly settle: <T>(promise: Promise<T>) => Promise<T>
}

type Setup = () => Promise<GateSubject>

interface Started {
  readonly subject: GateSubject
  readonly bench: ProviderBench
  readonly action: (spec: Value | null) => Promise<Action>
  readonly apply: (spec: Value, signal?: AbortSignal) => Promise<StepOutcome>
}

async function start(setup: Setup): Promise<Started> {
  const subject = await setup()
  const bench = new ProviderBench(subject)
  const request = async (spec: Value): Promise<ApplyRequest> => bench.request(spec, await bench.planned(spec))
  return {
    subject,
    bench,
    action: async (spec) => (await bench.planned(spec)).action,
    apply: async (spec, signal) => subject.settle(bench.run(await request(spec), signal)),
  }
}

/**
 * What every kind that manages nothing must keep to: the engine relies on it. `setup` is called in each test and cleans up by
 * `onTestFinished`.
 */
export function describeGateConformance(name: string, setup: Setup): void {
  describe(`${name} keeps the contract of gates`, () => {
    it('says that it is one, owns nothing, and is examined without asking', async () => {
      const { subject, bench } = await start(setup)
      const examined = await bench.examine(subject.specs.first)
      expect([bench.provider.isGate, examined.diagnostics, examined.owns, subject.asked()]).toEqual([true, [], [], 0])
      expect(await bench.examine(subject.specs.first)).toEqual(examined)
    })

    it('plans purely: nobody is asked, and twice is the same, byte for byte', async () => {
      const { subject, bench } = await start(setup)
      for (const spec of [subject.specs.first, subject.specs.changed, null]) {
        expect(visible(await bench.planned(spec))).toBe(visible(await bench.planned(spec)))
      }
      expect(subject.asked()).toBe(0)
    })

    it('is due until it passes, and then again when it or what stands before it is another', async () => {
      const { subject, bench, action, apply } = await start(setup)
      const { first, changed } = subject.specs
      subject.set('unhealthy')
      expect(await action(first)).toBe('read')
      expect(await apply(first)).toMatchObject({ ok: false, failure: { transient: false, indeterminate: false } })
      expect(await action(first)).toBe('read')
      subject.set('healthy')
      expect(await apply(first)).toMatchObject({ ok: true })
      expect([await action(first), await action(changed)]).toEqual(['no-op', 'read'])
      bench.upstream = { changes: true, digest: 'upstream-1' }
      expect(await action(first)).toBe('read')
      bench.upstream = { changes: false, digest: 'upstream-2' }
      expect(await action(first)).toBe('read')
      await apply(first)
      expect(await action(first)).toBe('no-op')
    })

    it('asks in each apply, and finds out what is so now', async () => {
      const { subject, apply } = await start(setup)
      subject.set('healthy')
      expect((await apply(subject.specs.first)).ok).toBe(true)
      const before = subject.asked()
      const bench = await apply(subject.specs.changed)
      expect([bench.ok, subject.asked() > before]).toEqual([true, true])
    })

    it('is forgotten, never deleted', async () => {
      const { subject, action, apply } = await start(setup)
      subject.set('healthy')
      await apply(subject.specs.first)
      expect(await action(null)).toBe('forget')
    })

    it('asks nobody when it is stopped before it begins', async () => {
      const { subject, bench, apply } = await start(setup)
      expect(await apply(subject.specs.first, AbortSignal.abort())).toMatchObject({ ok: false, failure: { reason: 'interrupted', indeterminate: false } })
      expect([subject.asked(), bench.recorded]).toEqual([0, null])
    })

    it('is asked again after a crash, whatever it had found', async () => {
      const { subject, bench, apply } = await start(setup)
      subject.set('healthy')
      await apply(subject.specs.first)
      const request = bench.request(subject.specs.first, await bench.planned(subject.specs.first))
      expect(await bench.probe(request)).toEqual({ kind: 'not-applied' })
    })

    it('shows no secret in anything it says, plans, remembers or fails with', async () => {
      const { subject, bench, apply } = await start(setup)
      const { spec, texts } = subject.specs.secret
      const seen: string[] = [JSON.stringify(await bench.examine(spec)), visible(await bench.planned(spec))]
      for (const state of ['unhealthy', 'healthy'] as const) {
        subject.set(state)
        const outcome = await apply(spec)
        seen.push(JSON.stringify(outcome), visible(await bench.planned(null)))
      }
      for (const text of texts) expect([...seen, ...bench.said].join('\n')).not.toContain(text)
    })
  })
}
