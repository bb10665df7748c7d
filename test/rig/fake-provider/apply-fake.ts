import type { Failure } from '../../../src/events/outcome.ts'
import type { ApplyRequest, AssumeAnswer, ProbeAnswer, ProbeRequest, ProviderContext, StepOutcome } from '../../../src/plan/provider.ts'
import type { RecordedState } from '../../../src/plan/recorded-resource.ts'
import type { FakeBehaviour } from './fake-behaviour.ts'
import { normalise, type FakeOptions } from './fake-options.ts'
import { fakeState, fieldsOf, recordedId } from './fake-record.ts'
import type { FakeObject } from './fake-world.ts'

/** Acts on the world as planned, and as the script of the address says. */
export async function applyFake(options: FakeOptions, request: ApplyRequest, context: ProviderContext): Promise<StepOutcome> {
  const { world, clock } = options
  const behaviour = world.next(request.address, 'apply')
  if (behaviour?.latencyMs !== undefined) await clock.sleep(behaviour.latencyMs, context.signal)
  if (context.signal.aborted) return { ok: false, failure: interrupted(false) }
  if (behaviour?.hangs === 'before') return hang(context.signal, false)
  if (behaviour?.failure !== undefined && behaviour.fails !== 'after') return { ok: false, failure: behaviour.failure }
  const acted = act(options, request)
  if (behaviour?.hangs === 'after') return hang(context.signal, true)
  return spoil(acted, behaviour)
}

/** An outcome as a behaviour leaves it that fails after acting. */
function spoil(acted: StepOutcome, behaviour: FakeBehaviour | null): StepOutcome {
  if (behaviour?.failure === undefined) return acted
  const { recorded } = acted
  const tells = behaviour.tells === true && recorded !== null && recorded !== undefined
  return { ok: false, failure: behaviour.failure, ...(tells ? { recorded } : {}) }
}

function act(options: FakeOptions, request: ApplyRequest): StepOutcome {
  const { world } = options
  const { address, recorded, desired, change, key } = request
  const id = recordedId(recorded)
  if (desired === null) {
    if (id !== null) world.delete(id, key)
    return { ok: true, recorded: null }
  }
  const wanted = fieldsOf(desired.spec)
  const fields = normalise(options, wanted.fields)
  const done = (object: FakeObject): StepOutcome => ({ ok: true, recorded: fakeState(object, wanted.sensitive) })
  const made = options.knowsKeys === false ? null : world.madeWith(key)
  if (change.action === 'create' || change.action === 'replace') return done(made ?? world.create(address, fields, key))
  const there = id === null ? null : world.find(id)
  if (there === null || id === null) return { ok: false, failure: gone(address) }
  if (change.action !== 'update' || (options.knowsKeys !== false && there.touchedWith === key)) return done(there)
  const updated = world.update(id, fields, key)
  return updated === null ? { ok: false, failure: gone(address) } : done(updated)
}

/** Looks for what a step with this key left in the world. */
export async function probeFake({ world, clock }: FakeOptions, request: ProbeRequest, context: ProviderContext): Promise<ProbeAnswer> {
  const { address, recorded, desired, change, key } = request
  const behaviour = world.next(address, 'probe')
  if (behaviour?.latencyMs !== undefined) await clock.sleep(behaviour.latencyMs, context.signal)
  if (behaviour?.failure !== undefined) return { kind: 'unknown', message: behaviour.failure.message }
  const id = recordedId(recorded)
  const there = id === null ? null : world.find(id)
  if (desired === null) return there === null ? { kind: 'applied', recorded: null } : { kind: 'not-applied' }
  const touched = change.action === 'create' || change.action === 'replace' ? world.madeWith(key) : there
  if (touched?.touchedWith !== key) return { kind: 'not-applied' }
  const state: RecordedState = fakeState(touched, fieldsOf(desired.spec).sensitive)
  return behaviour?.tells === true ? { kind: 'partly', recorded: state, message: 'a part is missing' } : { kind: 'applied', recorded: state }
}

/** Records the thing with that id, or the one that the step's key made. */
export function assumeFake({ world }: FakeOptions, { desired, key, recorded, change }: ProbeRequest, id: string | null): AssumeAnswer {
  if (desired === null) return { ok: true, recorded: null }
  const makes = change.action === 'create' || change.action === 'replace'
  const known = id ?? (makes ? null : recordedId(recorded))
  const there = known === null ? world.madeWith(key) : world.find(known)
  if (there === null) return { ok: false, message: 'nothing is there' }
  return { ok: true, recorded: fakeState(there, fieldsOf(desired.spec).sensitive) }
}

async function hang(signal: AbortSignal, acted: boolean): Promise<StepOutcome> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  return { ok: false, failure: interrupted(acted) }
}

function interrupted(indeterminate: boolean): Failure {
  return { reason: 'interrupted', message: 'the fake was interrupted', transient: false, indeterminate }
}

function gone(address: string): Failure {
  return { reason: 'plan-changed', message: `the fake ${address} is gone`, hint: 'plan again', transient: false, indeterminate: false }
}
