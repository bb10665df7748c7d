import type { EvaluationFailure, Scope } from '../expressions/expression.ts'
import { unknown, type Value } from '../expressions/value.ts'
import { recordedOutputs } from '../plan/recorded-value.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import { ownScope } from '../plan/resource-scope.ts'
import { EnvironmentViews, ResourceViews } from '../plan/resource-views.ts'
import type { ResolvedEnvironment, ResolvedResource } from '../plan/resolved-environment.ts'

/** What a resource's expressions give now. */
export interface Now {
  readonly spec: Value
  readonly failures: readonly EvaluationFailure[]
  /** What its expressions see. */
  readonly scope: Readonly<Record<string, Value>>
}

/** What evaluating looks at. */
export interface EvaluateNowOptions {
  readonly resource: ResolvedResource
  readonly environment: ResolvedEnvironment
  /** By address, over all environments. */
  readonly records: ReadonlyMap<string, RecordedResource>
}

/**
 * Evaluates a spec with the recorded outputs of what it waits for, without asking any provider: outputs of what was never applied are
 * unknown.
 */
export function evaluateNow({ resource, environment, records }: EvaluateNowOptions): Now {
  const needed = ancestors(resource, environment)
  const views = new ResourceViews(environment.groups)
  for (const [name, other] of environment.resources) {
    if (!needed.has(name)) continue
    const { spec } = evaluateOne(other, { environment, resources: views.value, records })
    views.set(name, { spec, outputs: outputsNow(records.get(other.declaration.address)) })
  }
  return evaluateOne(resource, { environment, resources: views.value, records })
}

function ancestors(resource: ResolvedResource, { resources }: ResolvedEnvironment): ReadonlySet<string> {
  const needed = new Set(resource.upstream)
  for (const name of needed) for (const other of resources.get(name)?.upstream ?? []) needed.add(other)
  return needed
}

interface Surroundings {
  readonly environment: ResolvedEnvironment
  readonly resources: Value
  readonly records: ReadonlyMap<string, RecordedResource>
}

function evaluateOne(resource: ResolvedResource, { environment, resources, records }: Surroundings): Now {
  const foreign = new EnvironmentViews(resource.foreignGroups)
  for (const address of resource.foreign) foreign.set(address, { outputs: outputsNow(records.get(address)) })
  const scope: Scope & Readonly<Record<string, Value>> = { ...environment.scope, ...ownScope(resource.declaration), resources, environments: foreign.value }
  const evaluated = resource.compiled.evaluate(scope)
  return evaluated.ok ? { spec: evaluated.value, failures: [], scope } : { spec: unknown, failures: evaluated.failures, scope }
}

function outputsNow(record: RecordedResource | undefined): Value {
  return record === undefined ? unknown : recordedOutputs(record)
}
