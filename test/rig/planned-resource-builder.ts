import type { CompiledTree } from '../../src/expressions/expression.ts'
import type { PlannedResource } from '../../src/plan/planned-resource.ts'
import type { PlannedChange } from '../../src/plan/provider.ts'
import type { RecordedResource } from '../../src/plan/recorded-resource.ts'
import type { ResolvedResource } from '../../src/plan/resolved-environment.ts'
import { plainLifecycle, resourceDeclaration } from './declaration-builder.ts'

const constantTree: CompiledTree = { references: [], constant: true, evaluate: () => ({ ok: true, value: {} }) }

/** A declared resource of `dev` that waits for the named ones. */
export function resolvedResource(name: string, upstream: readonly string[] = [], preventDestroy = false): ResolvedResource {
  return {
    declaration: resourceDeclaration({ name, folder: 'system', lifecycle: { ...plainLifecycle, preventDestroy } }),
    compiled: constantTree,
    template: null,
    upstream,
    foreign: [],
    foreignGroups: [],
    secrets: [],
    outputReads: [],
    spec: {},
  }
}

/** What is recorded of a resource of `dev`. */
export function recordedResource(name: string, more: Partial<RecordedResource> = {}): RecordedResource {
  return {
    address: `dev/${name}`,
    environment: 'dev',
    name,
    kind: 'Fake',
    revision: 1,
    status: 'ready',
    owns: [],
    dependencies: [],
    preventDestroy: false,
    onRemove: null,
    declared: null,
    run: 'run1',
    updatedAt: 0,
    attributes: {},
    attributesSensitive: false,
    outputs: {},
    outputsSensitive: false,
    memory: null,
    ...more,
  }
}

/** A provider's answer that changes nothing, but for what is given. */
export function plannedChange(more: Partial<PlannedChange> = {}): PlannedChange {
  return {
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
    ...more,
  }
}

/** A planned resource of `dev`; declared unless `resolved` is null. */
export function plannedResource(
  name: string,
  action: PlannedResource['action'],
  more: Partial<PlannedResource> & { readonly upstream?: readonly string[] } = {},
): PlannedResource {
  const { upstream = [], ...rest } = more
  return {
    address: `dev/${name}`,
    kind: 'Fake',
    resolved: resolvedResource(name, upstream),
    recorded: action === 'create' ? null : recordedResource(name, { dependencies: upstream.map((other) => `dev/${other}`) }),
    movedFrom: null,
    replacement: null,
    action,
    exactness: 'exact',
    waitsFor: [],
    change: plannedChange({ action }),
    outputs: {},
    canCoexist: true,
    remakesWhole: true,
    bounded: true,
    isGate: false,
    ...rest,
  }
}
