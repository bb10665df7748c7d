import { unknown, type Mask, type Value } from '../../../src/expressions/value.ts'
import type { Action } from '../../../src/plan/action.ts'
import type { PlanAnswer, PlannedChange, PlanRequest, ProviderContext } from '../../../src/plan/provider.ts'
import { recordedAttributes, recordedOutputs } from '../../../src/plan/recorded-value.ts'
import type { RecordedResource } from '../../../src/plan/recorded-resource.ts'
import { specPointerPath } from '../../../src/manifest/spec-pointer.ts'
import { diffThreeWay, toFieldDrift, type FieldDifference } from '../../../src/plan/three-way-diff.ts'
import { fieldRules, type FakeOptions } from './fake-options.ts'
import { fieldsOf, marked, recordedId } from './fake-record.ts'
import type { FakeObject } from './fake-world.ts'

/** Plans a fake thing: looks whether it is there and compares its fields. */
export async function planFake(options: FakeOptions, request: PlanRequest, context: ProviderContext): Promise<PlanAnswer> {
  const { world, clock } = options
  const behaviour = world.next(request.address, 'plan')
  if (behaviour?.latencyMs !== undefined) await clock.sleep(behaviour.latencyMs, context.signal)
  if (behaviour?.failure !== undefined) {
    const { message } = behaviour.failure
    return { ok: false, diagnostics: [{ code: 'tool-failed', severity: 'error', message, address: request.address }] }
  }
  const id = recordedId(request.recorded)
  const there = id === null ? null : world.find(id)
  return {
    ok: true,
    change: request.desired === null ? removal(request.recorded, there) : change(options, request.recorded, there, { ...request.desired, ...request }),
  }
}

function change(
  options: FakeOptions,
  recorded: RecordedResource | null,
  there: FakeObject | null,
  { spec, declaration, replace }: NonNullable<PlanRequest['desired']> & Pick<PlanRequest, 'replace'>,
): PlannedChange {
  const ignore = declaration.lifecycle.ignoreChanges.map(specPointerPath)
  const { fields, sensitive } = fieldsOf(spec)
  const before = recorded === null ? null : recordedAttributes(recorded)
  const differences = diffThreeWay({ recorded: before, observed: there?.fields ?? null, desired: spec, ignore, rules: fieldRules(options) })
  const forcing = (options.replaceFields ?? []).filter((name) => differences.some(({ path, kind }) => path[0] === name && kind !== 'both-same'))
  const action = actionFor({ recorded, there, differences, forced: forcing.length > 0 || replace === 'itself' })
  const sensitiveBefore = recorded?.attributesSensitive ?? false
  return {
    ...nothing,
    action,
    before: there === null ? null : marked(there.fields, sensitiveBefore),
    after: marked(fields, sensitive),
    replacePaths: action === 'replace' ? forcing.map((name) => [name]) : [],
    outputs: plannedOutputs(options, { action, recorded, there, fields: marked(fields, sensitive) }),
    drift: recorded === null ? [] : driftOf(differences, sensitiveBefore),
    memory: { id: there?.id ?? null },
  }
}

function driftOf(differences: readonly FieldDifference[], sensitive: Mask): PlannedChange['drift'] {
  const hidden = sensitive === true
  return differences.filter(({ kind }) => kind !== 'intentional').map((found) => toFieldDrift(hidden ? { ...found, sensitive: true } : found))
}

interface Facts {
  readonly recorded: RecordedResource | null
  readonly there: FakeObject | null
  readonly differences: readonly FieldDifference[]
  readonly forced: boolean
}

function actionFor({ recorded, there, differences, forced }: Facts): Action {
  if (recorded === null || there === null) return 'create'
  if (forced) return 'replace'
  if (differences.some(({ kind }) => kind !== 'both-same')) return 'update'
  return differences.length > 0 ? 'adopt' : 'no-op'
}

interface Planned {
  readonly action: Action
  readonly recorded: RecordedResource | null
  readonly there: FakeObject | null
  readonly fields: Value
}

/** What the server gives or writes its own way is unknown as long as it has not been asked. */
function plannedOutputs({ normalised = {} }: FakeOptions, { action, recorded, there, fields }: Planned): { readonly [name: string]: Value } {
  if (action === 'no-op' && recorded !== null) return recordedOutputs(recorded)
  const known = Object.entries(fields as Readonly<Record<string, Value>>).map(([name, value]) => [name, name in normalised ? unknown : value] as const)
  const keepsId = there !== null && action !== 'replace' && action !== 'create'
  return { ...Object.fromEntries(known), id: keepsId ? there.id : unknown, generation: unknown }
}

function removal(recorded: RecordedResource | null, there: FakeObject | null): PlannedChange {
  if (recorded === null || there === null) return { ...nothing, action: 'forget' }
  return { ...nothing, action: 'delete', before: marked(there.fields, recorded.attributesSensitive), memory: { id: there.id } }
}

const nothing: PlannedChange = {
  action: 'no-op',
  before: null,
  after: null,
  replacePaths: [],
  outputs: {},
  drift: [],
  inner: [],
  reversibility: 'reversible',
  memory: null,
  artifacts: {},
  bindings: {},
}
