import { isJsonObject } from '../../events/json.ts'
import { fromMarked, type Value } from '../../expressions/value.ts'
import { shown } from '../../plan/flat-changes.ts'
import type { RecordedState } from '../../plan/recorded-resource.ts'

/** What is remembered of a check beside its spec. */
export interface HealthCheckMemory {
  /** Whether it passed when it was asked last. */
  readonly passed: boolean
  /** What stood before it then: see `Upstream`. */
  readonly upstream: string
  /** A digest of the scripts that its program is made of. */
  readonly scripts: string
}

/** A spec without its secrets, whose places stay marked: they say who asks, not what is asked, and may be others every time. */
export function withoutSecrets(spec: Value): Value {
  return fromMarked(shown(spec))
}

/** The record as the store keeps it. A check has no outputs. */
export function toState(spec: Value, { passed, upstream, scripts }: HealthCheckMemory): RecordedState {
  const { value, sensitive } = shown(spec)
  return { attributes: value, attributesSensitive: sensitive, outputs: {}, outputsSensitive: false, memory: { passed, upstream, scripts } }
}

/** Reads back the memory of {@link toState}; null when it is something else. */
export function readMemory({ memory }: Pick<RecordedState, 'memory'>): HealthCheckMemory | null {
  if (!isJsonObject(memory)) return null
  const { passed, upstream, scripts } = memory
  return typeof passed === 'boolean' && typeof upstream === 'string' && typeof scripts === 'string' ? { passed, upstream, scripts } : null
}
