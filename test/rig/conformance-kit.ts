import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/events/json.ts'
import { fromMarked, type Value } from '../../src/expressions/value.ts'
import { shown } from '../../src/plan/flat-changes.ts'
import type { RecordedState } from '../../src/plan/recorded-resource.ts'
import { ProviderBench, visible, type BenchOptions } from './provider-bench.ts'

/** A provider with a little world of its own; made anew for every test. */
export interface ConformanceSubject extends BenchOptions {
  readonly specs: {
    readonly first: Value
    /** The same thing, wanted otherwise. */
    readonly changed: Value
    /** What only another thing can be; left out where the kind knows no such change. */
    readonly replaced?: Value
    /** A spec with a sensitive part, and texts that must never be seen. */
    readonly secret?: { readonly spec: Value; readonly texts: readonly string[] }
  }
  /** All of the world that the provider could touch, in a form that can be compared. */
  readonly snapshot: () => Promise<Json> | Json
  /** Takes the thing away behind the provider's back. */
  readonly vanish: () => Promise<void> | void
  /** Changes the thing behind the provider's back; left out where nobody could notice. */
  readonly tamper?: () => Promise<void> | void
  /** Makes looking at the thing fail, though it is there. */
  readonly breakReads: () => Promise<void> | void
}

type Setup = () => Promise<ConformanceSubject> | ConformanceSubject

/**
 * What every provider must keep to, whatever its kind: the engine relies on it. `setup` is called in each test and cleans up by
 * `onTestFinished`.
 */
export function describeProviderConformance(name: string, setup: Setup): void {
  describe(`${name} keeps the provider contract`, () => {
    describePlanning(setup)
    describeApplying(setup)
    describeTruth(setup)
    describeDiscretion(setup)
  })
}

async function start(setup: Setup): Promise<{ readonly subject: ConformanceSubject; readonly bench: ProviderBench }> {
  const subject = await setup()
  return { subject, bench: new ProviderBench(subject) }
}

/** The same with the first spec applied. */
async function startApplied(setup: Setup): Promise<{ readonly subject: ConformanceSubject; readonly bench: ProviderBench }> {
  const started = await start(setup)
  expect(await started.bench.apply(started.subject.specs.first)).toBeNull()
  return started
}

function describePlanning(setup: Setup): void {
  it('examines without a mistake, without a trace, twice the same', async () => {
    const { subject, bench } = await start(setup)
    const before = await subject.snapshot()
    const examined = await bench.examine(subject.specs.first)
    expect(examined.diagnostics).toEqual([])
    expect(await bench.examine(subject.specs.first)).toEqual(examined)
    expect(await subject.snapshot()).toEqual(before)
  })

  it('plans purely: the world stays as it is, and twice is the same, byte for byte', async () => {
    const { subject, bench } = await start(setup)
    for (const spec of [subject.specs.first, subject.specs.changed, null]) {
      const before = await subject.snapshot()
      const once = visible(await bench.planned(spec))
      expect(visible(await bench.planned(spec))).toBe(once)
      expect(await subject.snapshot()).toEqual(before)
      if (bench.recorded === null) await bench.apply(subject.specs.first)
    }
  })

  it('creates what is not recorded and not there', async () => {
    const { subject, bench } = await start(setup)
    const change = await bench.planned(subject.specs.first)
    expect([change.action, change.before, change.drift]).toEqual(['create', null, []])
    expect(change.after).not.toBeNull()
  })
}

function describeApplying(setup: Setup): void {
  it('has nothing to do after an apply', async () => {
    const { subject, bench } = await startApplied(setup)
    const change = await bench.planned(subject.specs.first)
    expect([change.action, change.drift]).toEqual(['no-op', []])
  })

  it('plans as outputs what it then has as outputs, in so far as it knows them', async () => {
    const { subject, bench } = await startApplied(setup)
    const change = await bench.planned(subject.specs.first)
    const { outputs, outputsSensitive } = bench.recorded ?? { outputs: {}, outputsSensitive: false }
    expect(change.outputs).toEqual(fromMarked({ value: outputs, unknown: false, sensitive: outputsSensitive }))
  })

  it('changes what is wanted otherwise, and then has nothing to do', async () => {
    const { subject, bench } = await startApplied(setup)
    expect(['update', 'replace']).toContain((await bench.planned(subject.specs.changed)).action)
    expect(await bench.apply(subject.specs.changed)).toBeNull()
    expect((await bench.planned(subject.specs.changed)).action).toBe('no-op')
  })

  it('replaces what cannot be changed, leaves nothing of the old, and says which part forced it', async () => {
    const { subject, bench } = await start(setup)
    const before = await subject.snapshot()
    const { first, replaced } = subject.specs
    if (replaced === undefined) return
    await bench.apply(first)
    const change = await bench.planned(replaced)
    expect(change.action).toBe('replace')
    expect(change.replacePaths).not.toEqual([])
    expect(await bench.apply(replaced)).toBeNull()
    expect((await bench.planned(replaced)).action).toBe('no-op')
    expect(await bench.apply(null)).toBeNull()
    expect(await subject.snapshot()).toEqual(before)
  })

  it('deletes without a trace, and then creates again', async () => {
    const { subject, bench } = await start(setup)
    const before = await subject.snapshot()
    await bench.apply(subject.specs.first)
    expect((await bench.planned(null)).action).toBe('delete')
    expect(await bench.apply(null)).toBeNull()
    expect(bench.recorded).toBeNull()
    expect(await subject.snapshot()).toEqual(before)
    expect((await bench.planned(subject.specs.first)).action).toBe('create')
  })

  it('makes one thing of one step, however often it is asked with one key', async () => {
    const { subject, bench } = await start(setup)
    const request = bench.request(subject.specs.first, await bench.planned(subject.specs.first), 'one-key')
    const first = await bench.run(request)
    const after = await subject.snapshot()
    expect(await bench.run(request)).toEqual(first)
    expect(await subject.snapshot()).toEqual(after)
  })

  it('does nothing when it is stopped before it begins', async () => {
    const { subject, bench } = await start(setup)
    const before = await subject.snapshot()
    const outcome = await bench.run(bench.request(subject.specs.first, await bench.planned(subject.specs.first)), AbortSignal.abort())
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'interrupted', indeterminate: false } })
    expect(await subject.snapshot()).toEqual(before)
  })
}

function describeTruth(setup: Setup): void {
  it('notices that the thing is gone, and makes it again', async () => {
    const { subject, bench } = await startApplied(setup)
    await subject.vanish()
    const change = await bench.planned(subject.specs.first)
    expect(change.action).toBe('create')
    expect(change.drift).not.toEqual([])
    expect(await bench.apply(subject.specs.first)).toBeNull()
    expect((await bench.planned(subject.specs.first)).action).toBe('no-op')
  })

  it('removes without a complaint what is gone already', async () => {
    const { subject, bench } = await startApplied(setup)
    await subject.vanish()
    expect(['delete', 'forget']).toContain((await bench.planned(null)).action)
    expect(await bench.apply(null)).toBeNull()
    expect(bench.recorded).toBeNull()
  })

  it('notices a change from outside, and takes it back', async () => {
    const { subject, bench } = await startApplied(setup)
    if (subject.tamper === undefined) return
    await subject.tamper()
    const change = await bench.planned(subject.specs.first)
    expect(change.drift).not.toEqual([])
    expect(['update', 'replace']).toContain(change.action)
    expect(await bench.apply(subject.specs.first)).toBeNull()
    expect((await bench.planned(subject.specs.first)).action).toBe('no-op')
  })

  it('never takes a failed read for "not there"', async () => {
    const { subject, bench } = await startApplied(setup)
    await subject.breakReads()
    for (const spec of [subject.specs.first, subject.specs.changed, null]) {
      const answer = await bench.plan(spec)
      expect(answer.ok).toBe(false)
      if (!answer.ok) expect(answer.diagnostics.map(({ severity }) => severity)).toContain('error')
    }
  })

  it('never says that a step took effect before it did, nor afterwards that it did not', async () => {
    const { subject, bench } = await start(setup)
    const { first, changed } = subject.specs
    for (const spec of [first, changed, null]) {
      const change = await bench.planned(spec)
      if (change.action === 'replace') return
      const request = bench.request(spec, change)
      expect((await bench.probe(request)).kind).not.toBe('applied')
      const outcome = await bench.run(request)
      const answer = await bench.probe(request)
      expect(answer.kind).not.toBe('not-applied')
      if (answer.kind === 'applied') expect(answer.recorded).toEqual(outcome.recorded)
    }
  })
}

function describeDiscretion(setup: Setup): void {
  it('shows no secret in anything it says, plans or remembers', async () => {
    const { subject, bench } = await start(setup)
    const { secret, first } = subject.specs
    if (secret === undefined) return
    const seen: string[] = [JSON.stringify(await bench.examine(secret.spec))]
    for (const spec of [secret.spec, first, secret.spec, null]) {
      seen.push(visible(await bench.planned(spec)))
      const failed = await bench.apply(spec)
      seen.push(JSON.stringify(failed?.failure ?? null), shownRecord(bench.recorded))
    }
    for (const text of secret.texts) expect([...seen, ...bench.said].join('\n')).not.toContain(text)
  })

  it('remembers which parts are secret', async () => {
    const { subject, bench } = await start(setup)
    const { secret } = subject.specs
    if (secret === undefined) return
    await bench.apply(secret.spec)
    expect((await bench.planned(secret.spec)).action).toBe('no-op')
    expect([bench.recorded?.attributesSensitive, bench.recorded?.outputsSensitive]).not.toEqual([false, false])
  })
}

/** What a record shows: its masks cover what must not be seen, its memory may hold none of it. */
function shownRecord(state: RecordedState | null): string {
  if (state === null) return ''
  const { attributes, attributesSensitive, outputs, outputsSensitive, memory } = state
  const visibleAttributes = shown(fromMarked({ value: attributes, unknown: false, sensitive: attributesSensitive }))
  const visibleOutputs = shown(fromMarked({ value: outputs, unknown: false, sensitive: outputsSensitive }))
  return JSON.stringify([visibleAttributes.value, visibleOutputs.value, memory])
}
