import { isDeepStrictEqual } from 'node:util'
import { unknownValue, type WireObject, type WireValue } from '../wire/dynamic-value.ts'

/** What is to become of an object. */
export interface ObjectPlan {
  /** Null for a deletion. */
  readonly planned: WireValue
  /** The attributes for which it has to be made again. */
  readonly replace: readonly string[]
}

const inputs = ['name', 'value', 'tags', 'size', 'zone', 'secret', 'force_new', 'delay_ms']
const fixed = ['name', 'force_new']

/** Plans from what is there and what Terraform proposes, in which computed attributes are as they were. */
export function planObject(prior: WireObject | null, proposed: WireObject | null): ObjectPlan {
  if (proposed === null) return { planned: null, replace: [] }
  if (prior === null) return { planned: planCreate(proposed), replace: [] }
  const changed = inputs.filter((name) => !isDeepStrictEqual(prior[name], proposed[name]))
  const planned = {
    ...proposed,
    ...(changed.length === 0 ? {} : { revision: unknownValue }),
    ...(changed.includes('size') ? { payload: unknownValue } : {}),
  }
  return { planned, replace: changed.filter((name) => fixed.includes(name)) }
}

function planCreate(proposed: WireObject): WireObject {
  return {
    ...proposed,
    id: unknownValue,
    revision: unknownValue,
    token: unknownValue,
    payload: proposed['size'] === null ? null : unknownValue,
    zone: proposed['zone'] ?? unknownValue,
  }
}
