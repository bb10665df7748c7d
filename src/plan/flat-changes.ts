import { isJsonObject, type Json } from '../events/json.ts'
import { maskAt, toMarked, type Mask, type Value } from '../expressions/value.ts'
import type { Action } from './action.ts'
import type { FlatChange, TerraformActions } from './inner-change.ts'
import type { PlannedResource } from './planned-resource.ts'
import { protectionChange } from './protection-change.ts'

/** The changes of a plan in the shape of Terraform's `resource_changes`: ours first, then those inside, by address. Unchanged ones are left out. */
export function flatChanges(resources: readonly PlannedResource[]): readonly FlatChange[] {
  return resources.flatMap((planned) => {
    const inside = planned.change.inner.map((inner) => ({ ...inner, stack: planned.address }))
    return planned.action === 'no-op' ? inside : [ownChange(planned), ...inside]
  })
}

function ownChange(planned: PlannedResource): FlatChange {
  const before = toMarked(planned.change.before)
  const after = toMarked(planned.change.after)
  const protection = protectionChange(planned)
  return {
    address: planned.address,
    ...(planned.movedFrom === null ? {} : { previous_address: planned.movedFrom }),
    stack: null,
    mode: planned.isGate ? 'data' : 'managed',
    type: planned.kind,
    name: planned.address.slice(planned.address.indexOf('/') + 1),
    provider_name: 'genesis',
    ...(protection === null ? {} : { action_reason: protection }),
    change: {
      actions: terraformActions(planned.action, planned.canCoexist),
      before: withoutSensitive(before.value, before.sensitive),
      after: withoutSensitive(after.value, after.sensitive),
      after_unknown: after.unknown,
      before_sensitive: before.sensitive,
      after_sensitive: after.sensitive,
      ...(planned.change.replacePaths.length > 0 ? { replace_paths: planned.change.replacePaths } : {}),
    },
  }
}

/** How Terraform's plan JSON spells an action of ours. What only writes the record is no change of a real thing. */
export function terraformActions(action: Action, canCoexist: boolean): TerraformActions {
  switch (action) {
    case 'no-op':
    case 'adopt':
    case 'move':
    case 'protect':
    case 'unprotect':
      return ['no-op']
    case 'replace':
      return canCoexist ? ['create', 'delete'] : ['delete', 'create']
    case 'read':
    case 'create':
    case 'update':
    case 'delete':
    case 'forget':
      return [action]
    default:
      return action satisfies never
  }
}

/** The value with null in every place that the mask covers. */
export function withoutSensitive(value: Json, mask: Mask): Json {
  if (mask === true) return null
  if (mask === false) return value
  if (Array.isArray(value)) return (value as readonly Json[]).map((item, index) => withoutSensitive(item, maskAt(mask, index)))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withoutSensitive(child, maskAt(mask, key))]))
}

/** A value for a plan document: sensitive and unknown parts are null, their places in the masks. */
export function shown(value: Value): { readonly value: Json; readonly unknown: Mask; readonly sensitive: Mask } {
  const marked = toMarked(value)
  return { ...marked, value: withoutSensitive(marked.value, marked.sensitive) }
}
