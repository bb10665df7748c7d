import { changeReasons } from './change-reasons.ts'
import { flatChanges, shown } from './flat-changes.ts'
import { lazily } from './lazily.ts'
import { hasSteps, lowerSteps } from './lower-steps.ts'
import { planFormatVersion, type PlanBindings, type PlanDocument, type ResourcePlan } from './plan-document.ts'
import type { PlanRollback } from './rollback-plan.ts'
import { summarise } from './plan-summary.ts'
import type { PlannedResource } from './planned-resource.ts'
import type { ResolvedEnvironment } from './resolved-environment.ts'

/** What a plan document is made of. */
export interface BuildPlanOptions {
  readonly id: string
  readonly createdAt: string
  readonly genesisVersion: string
  readonly project: PlanDocument['project']
  readonly environment: ResolvedEnvironment
  readonly mode: PlanDocument['mode']
  readonly holds: PlanDocument['holds']
  readonly partial: PlanDocument['partial']
  /** Makes the plan a rollback. */
  readonly rollback?: PlanRollback
  readonly set: PlanDocument['set']
  /** By address, in any order. */
  readonly planned: ReadonlyMap<string, PlannedResource>
  readonly blocked: PlanDocument['blocked']
  /** Asked when somebody first looks at the document's bindings: most plans are neither saved nor printed as a document. */
  readonly bindings: () => PlanBindings
  readonly operationTimeoutMs: number
}

/** Makes the plan document. The same input gives the same document, whatever the order in which the resources were planned. */
export function buildPlan(options: BuildPlanOptions): PlanDocument {
  const byAddress = [...options.planned.values()].sort((one, two) => (one.address < two.address ? -1 : 1))
  const changes = flatChanges(byAddress)
  const resources = byAddress.map((planned) => resourcePlan(planned, options.mode))
  const bindings = lazily(options.bindings)
  return {
    format_version: planFormatVersion,
    genesisVersion: options.genesisVersion,
    id: options.id,
    createdAt: options.createdAt,
    project: options.project,
    environment: options.environment.declaration.name,
    protected: options.environment.declaration.protected,
    observed: options.environment.declaration.mode === 'observe',
    holds: options.holds,
    mode: options.mode,
    ...(options.rollback === undefined ? {} : { rollback: options.rollback }),
    partial: options.partial,
    set: options.set,
    resources,
    blocked: options.blocked,
    steps: byAddress.some(hasSteps) ? lowerSteps({ ...options, resources: inGraphOrder(options, byAddress) }) : [],
    resource_changes: changes,
    summary: summarise(resources, changes),
    get bindings() {
      return bindings()
    },
  }
}

function inGraphOrder({ environment, planned }: BuildPlanOptions, byAddress: readonly PlannedResource[]): ReadonlyMap<string, PlannedResource> {
  const ordered = new Map<string, PlannedResource>()
  for (const { declaration } of environment.resources.values()) {
    const one = planned.get(declaration.address)
    if (one !== undefined) ordered.set(one.address, one)
  }
  for (const one of byAddress) ordered.set(one.address, one)
  return ordered
}

function resourcePlan(planned: PlannedResource, mode: PlanDocument['mode']): ResourcePlan {
  const before = shown(planned.change.before)
  const after = shown(planned.change.after)
  const { resolved, change } = planned
  return {
    address: planned.address,
    kind: planned.kind,
    action: planned.action,
    exactness: planned.exactness,
    reasons: changeReasons(planned, mode),
    waitsFor: planned.waitsFor,
    before: before.value,
    after: after.value,
    afterUnknown: after.unknown,
    beforeSensitive: before.sensitive,
    afterSensitive: after.sensitive,
    replacePaths: change.replacePaths,
    outputs: shown(planned.outputs),
    drift: change.drift.map((field) => (field.sensitive ? { ...field, recorded: null, observed: null } : field)),
    reversibility: change.reversibility,
    declaredAt: resolved === null ? null : `${resolved.declaration.at.file}:${resolved.declaration.at.start.line}`,
    memory: change.memory,
    bindings: change.bindings,
  }
}
