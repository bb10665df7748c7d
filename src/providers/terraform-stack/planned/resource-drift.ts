import { isJsonObject, type JsonObject } from '../../../events/json.ts'
import { maskAt } from '../../../expressions/value.ts'
import { withoutSensitive } from '../../../plan/flat-changes.ts'
import type { FieldDrift } from '../../../plan/provider.ts'
import { canonicalJson } from '../../../plan/digest.ts'
import { maskSecrets } from '../../mask-secrets.ts'
import { toMask } from './terraform-mask.ts'

/** What an entry of `resource_drift` says, by attribute; an object that is gone is one drift of the whole. Sensitive values are null. */
export function driftOf(entry: JsonObject, secrets: readonly string[]): readonly FieldDrift[] {
  const { address, change } = entry
  if (typeof address !== 'string' || !isJsonObject(change)) return []
  const { before = null, after = null } = change
  const beforeMask = maskSecrets(before, toMask(change['before_sensitive']), secrets)
  const afterMask = maskSecrets(after, toMask(change['after_sensitive']), secrets)
  const [recorded, observed] = [withoutSensitive(before, beforeMask), withoutSensitive(after, afterMask)]
  if (!isJsonObject(before) || !isJsonObject(after) || !isJsonObject(recorded) || !isJsonObject(observed)) {
    return [{ path: [address], recorded, observed, sensitive: beforeMask === true || afterMask === true, conflict: false }]
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  const differs = (name: string): boolean => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null)
  return names.filter(differs).map((name) => ({
    path: [address, name],
    recorded: recorded[name] ?? null,
    observed: observed[name] ?? null,
    sensitive: maskAt(beforeMask, name) !== false || maskAt(afterMask, name) !== false,
    conflict: false,
  }))
}
