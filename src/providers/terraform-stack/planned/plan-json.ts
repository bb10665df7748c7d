import { isJsonObject, type Json, type JsonObject } from '../../../events/json.ts'
import { fromMarked, type Value } from '../../../expressions/value.ts'
import { withoutSensitive } from '../../../plan/flat-changes.ts'
import type { FlatChangeBody, InnerChange, TerraformActions } from '../../../plan/inner-change.ts'
import type { FieldDrift } from '../../../plan/provider.ts'
import { fillUnknown } from './fill-unknown.ts'
import { maskSecrets } from '../../mask-secrets.ts'
import { driftOf } from './resource-drift.ts'
import { toMask } from './terraform-mask.ts'
import { readOutputs } from './terraform-state.ts'
import { objectsIn, readJson } from './read-json.ts'

/** What Terraform's plan JSON says that a plan of ours needs. */
export interface PlanJson {
  /** Without what does not change; sensitive values are null. */
  readonly inner: readonly InnerChange[]
  readonly outputs: Readonly<Record<string, Value>>
  /** The outputs that the state had before. */
  readonly priorOutputs: Readonly<Record<string, Value>>
  readonly drift: readonly FieldDrift[]
}

/** Reads the output of `terraform show -json PLAN`; null for anything else. Text that holds one of the secrets is hidden, whatever Terraform's masks say. */
export function parsePlanJson(text: string, secrets: readonly string[]): PlanJson | null {
  const json = readJson(text)
  if (!isJsonObject(json) || typeof json['format_version'] !== 'string' || !json['format_version'].startsWith('1.')) return null
  const prior = isJsonObject(json['prior_state']) ? json['prior_state']['values'] : null
  return {
    inner: objectsIn(json['resource_changes']).flatMap((entry) => innerChange(entry, secrets) ?? []),
    outputs: plannedOutputs(json['output_changes']),
    priorOutputs: readOutputs(isJsonObject(prior) ? prior['outputs'] : undefined),
    drift: objectsIn(json['resource_drift']).flatMap((entry) => driftOf(entry, secrets)),
  }
}

function innerChange(entry: JsonObject, secrets: readonly string[]): InnerChange | null {
  const { address, mode, type, name, provider_name: provider, change } = entry
  if (typeof address !== 'string' || typeof type !== 'string' || typeof name !== 'string' || !isJsonObject(change)) return null
  const body = changeBody(change, secrets)
  const { previous_address: previous, action_reason: reason } = entry
  const moves = typeof previous === 'string'
  if (body.actions.every((action) => action === 'no-op') && !moves && body.importing === undefined) return null
  return {
    address,
    ...(moves ? { previous_address: previous } : {}),
    mode: mode === 'data' ? 'data' : 'managed',
    type,
    name,
    provider_name: typeof provider === 'string' ? provider : '',
    ...(typeof reason === 'string' ? { action_reason: reason } : {}),
    change: body,
  }
}

function changeBody(change: JsonObject, secrets: readonly string[]): FlatChangeBody {
  const { before = null, after = null, after_unknown: unknown, importing, replace_paths: paths } = change
  const beforeSensitive = maskSecrets(before, toMask(change['before_sensitive']), secrets)
  const afterSensitive = maskSecrets(after, toMask(change['after_sensitive']), secrets)
  return {
    actions: toActions(change['actions']),
    before: withoutSensitive(before, beforeSensitive),
    after: withoutSensitive(after, afterSensitive),
    after_unknown: toMask(unknown),
    before_sensitive: beforeSensitive,
    after_sensitive: afterSensitive,
    ...(Array.isArray(paths) ? { replace_paths: toPaths(paths) } : {}),
    ...(importing === undefined || importing === null ? {} : { importing }),
  }
}

function plannedOutputs(changes: Json | undefined): Readonly<Record<string, Value>> {
  if (!isJsonObject(changes)) return {}
  const outputs = Object.entries(changes).flatMap(([name, change]): readonly [string, Value][] => {
    if (!isJsonObject(change) || toActions(change['actions']).includes('delete')) return []
    const unknown = toMask(change['after_unknown'])
    const value = fillUnknown(change['after'] ?? null, unknown)
    return [[name, fromMarked({ value, unknown, sensitive: toMask(change['after_sensitive']) })]]
  })
  return Object.fromEntries(outputs)
}

const known = new Set<Json>(['no-op', 'create', 'read', 'update', 'delete', 'forget'])

function toActions(json: Json | undefined): TerraformActions {
  if (!Array.isArray(json)) return ['no-op']
  return (json as readonly Json[]).filter((action): action is TerraformActions[number] => known.has(action))
}

function toPaths(json: readonly Json[]): readonly (readonly (string | number)[])[] {
  return json
    .filter((path): path is readonly Json[] => Array.isArray(path))
    .map((path) => path.filter((part): part is string | number => typeof part === 'string' || typeof part === 'number'))
}
