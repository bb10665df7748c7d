import { isJsonObject, type Json } from '../../../events/json.ts'
import type { InnerChange, TerraformActions } from '../../../plan/inner-change.ts'

/** How the stream names actions, in the words of the plan JSON. */
const actions: Readonly<Record<string, TerraformActions>> = {
  create: ['create'],
  read: ['read'],
  update: ['update'],
  replace: ['delete', 'create'],
  delete: ['delete'],
  move: ['no-op'],
  import: ['no-op'],
  noop: ['no-op'],
  forget: ['forget'],
  remove: ['forget'],
}

/**
 * The change of a `planned_change` message: what happens to which resource, without values. An action that is not known is taken for a
 * delete, so that nothing passes for harmless that may not be. Null for what is no such change.
 */
export function parsePlannedChange(json: Json | undefined): InnerChange | null {
  const resource = isJsonObject(json) ? json['resource'] : null
  if (!isJsonObject(json) || !isJsonObject(resource)) return null
  const { addr, resource_type: type, resource_name: name, implied_provider: provider } = resource
  const { action } = json
  if (typeof addr !== 'string' || typeof action !== 'string') return null
  const previous = isJsonObject(json['previous_resource']) ? json['previous_resource']['addr'] : null
  return {
    address: addr,
    ...(typeof previous === 'string' ? { previous_address: previous } : {}),
    mode: action === 'read' ? 'data' : 'managed',
    type: text(type),
    name: text(name),
    provider_name: text(provider),
    change: { actions: actions[action] ?? ['delete'], before: null, after: null, after_unknown: false, before_sensitive: false, after_sensitive: false },
  }
}

function text(json: Json | undefined): string {
  return typeof json === 'string' ? json : ''
}
