import { toMarked, type Value } from '../../src/expressions/value.ts'
import { shown } from '../../src/plan/flat-changes.ts'
import type { FlatChange, TerraformActions } from '../../src/plan/inner-change.ts'
import { planFormatVersion, type PartialPlan, type PlanDocument, type ResourcePlan, type Step } from '../../src/plan/plan-document.ts'
import { summarise } from '../../src/plan/plan-summary.ts'

/** What a test says of a resource; the rest is harmless. Values may hold unknown and sensitive parts. */
export interface ResourceSketch extends Partial<Omit<ResourcePlan, 'address' | 'before' | 'after' | 'outputs'>> {
  readonly before?: Value
  readonly after?: Value
  readonly outputs?: Value
}

/** What a test says of a change inside a stack. */
export interface InnerSketch extends Partial<Pick<FlatChange, 'previous_address' | 'action_reason' | 'mode'>> {
  readonly before?: Value
  readonly after?: Value
  readonly replacePaths?: readonly (readonly (string | number)[])[]
}

/** Builds plan documents for tests: `planOf([resource('dev/a', { action: 'create', after: { … } })])`. Totals are counted, not given. */
export function planOf(resources: readonly ResourcePlan[], changes: Partial<PlanDocument> = {}): PlanDocument {
  const inner = changes.resource_changes ?? []
  return {
    format_version: planFormatVersion,
    genesisVersion: '0.1.0',
    id: 'plan-1',
    createdAt: '2026-05-01T09:30:00Z',
    project: { name: 'shop', id: null },
    environment: 'dev',
    protected: false,
    observed: false,
    mode: 'apply',
    partial: null,
    set: [],
    holds: [],
    blocked: [],
    resources,
    steps: resources.filter(({ action }) => action !== 'no-op').map(stepOf),
    resource_changes: inner,
    summary: summarise(resources, inner),
    bindings: { documents: {}, sources: {}, revisions: {}, commit: null, readsGit: false },
    ...changes,
  }
}

/** What a partial plan says of itself; asked for by targets unless a selector is given. */
export function partialOf({ selector = null, ...given }: Partial<Omit<PartialPlan, 'request'>> & { readonly selector?: string | null }): PartialPlan {
  const { asked = [] } = given
  const request = { targets: selector === null ? asked : [], selector, exclude: given.excluded ?? [], only: false, withDependents: false }
  return { request, total: 10, asked, broughtAlong: [], excluded: [], excludedWith: [], leftOut: [], recorded: [], ...given }
}

/** One resource of a plan; unchanged unless said otherwise. */
export function resource(address: string, { before = null, after = null, outputs = {}, ...rest }: ResourceSketch = {}): ResourcePlan {
  const { value: beforeValue, sensitive: beforeSensitive } = shown(before)
  const { value: afterValue, unknown: afterUnknown, sensitive: afterSensitive } = shown(after)
  return {
    address,
    kind: 'File',
    action: 'no-op',
    exactness: 'exact',
    reasons: [],
    waitsFor: [],
    before: beforeValue,
    after: afterValue,
    afterUnknown,
    beforeSensitive,
    afterSensitive,
    replacePaths: [],
    outputs: shown(outputs),
    drift: [],
    reversibility: 'reversible',
    declaredAt: 'system/app.yaml:1',
    memory: null,
    bindings: {},
    ...rest,
  }
}

/** A change inside a stack, in the shape of Terraform's plan JSON. */
export function inner(stack: string, address: string, actions: TerraformActions, sketch: InnerSketch = {}): FlatChange {
  const { before = null, after = null, replacePaths, mode = 'managed', ...rest } = sketch
  const [type = '', name = ''] = address.split('.').slice(-2)
  const old = shown(before)
  const fresh = shown(after)
  return {
    address,
    stack,
    mode,
    type,
    name,
    provider_name: 'terraform.io/builtin/terraform',
    ...rest,
    change: {
      actions,
      before: old.value,
      after: fresh.value,
      after_unknown: toMarked(after).unknown,
      before_sensitive: old.sensitive,
      after_sensitive: fresh.sensitive,
      ...(replacePaths === undefined ? {} : { replace_paths: replacePaths }),
    },
  }
}

function stepOf({ address, kind, action, exactness }: ResourcePlan): Step {
  return { id: `${address}#${action}`, address, kind, action, exactness, phase: 'main', after: [], timeoutMs: null, onFailure: 'continue' }
}
