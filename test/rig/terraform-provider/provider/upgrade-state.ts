import type { WireObject } from '../wire/dynamic-value.ts'

/** A state of an earlier version of the schema as the newest one has it. */
export function upgradeState(state: WireObject, version: number): WireObject {
  if (version !== 0) return state
  const { text = null, ...rest } = state
  return { ...rest, value: text }
}
