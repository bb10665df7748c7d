import { isJsonObject, type Json, type JsonObject } from '../../../events/json.ts'
import { Sensitive, type Value } from '../../../expressions/value.ts'
import { objectsIn, readJson } from './read-json.ts'

/** What a Terraform state says that a stack's record needs. */
export interface TerraformState {
  /** Null where it is not known. */
  readonly serial: number | null
  /** Null where it is not known, and before the first apply. */
  readonly lineage: string | null
  readonly outputs: Readonly<Record<string, Value>>
  /** Whether it holds any managed resource. */
  readonly hasResources: boolean
  /** The addresses of the managed resources in it. */
  readonly addresses: readonly string[]
}

/** Before the first apply. */
export const emptyState: TerraformState = { serial: null, lineage: null, outputs: {}, hasResources: false, addresses: [] }

/** Reads a state file of version 4; null for anything else. */
export function parseStateFile(text: string): TerraformState | null {
  const json = readJson(text)
  if (!isJsonObject(json) || json['version'] !== 4) return null
  const { serial, lineage } = json
  const managed = objectsIn(json['resources']).filter((one) => one['mode'] !== 'data')
  return {
    serial: typeof serial === 'number' ? serial : null,
    lineage: typeof lineage === 'string' && lineage !== '' ? lineage : null,
    outputs: readOutputs(json['outputs']),
    hasResources: managed.length > 0,
    addresses: managed.flatMap(addressesOf),
  }
}

function addressesOf({ module, type, name, instances }: JsonObject): readonly string[] {
  if (typeof type !== 'string' || typeof name !== 'string') return []
  const address = `${typeof module === 'string' ? `${module}.` : ''}${type}.${name}`
  return objectsIn(instances).map(({ index_key: key }) => (key === undefined || key === null ? address : `${address}[${JSON.stringify(key)}]`))
}

/** Outputs as state files and Terraform's JSON write them: `{ name: { value, sensitive } }`. */
export function readOutputs(json: Json | undefined): Readonly<Record<string, Value>> {
  if (!isJsonObject(json)) return {}
  const outputs = Object.entries(json).flatMap(([name, output]): readonly [string, Value][] => {
    if (!isJsonObject(output)) return []
    const value = output['value'] ?? null
    return [[name, output['sensitive'] === true ? new Sensitive(value) : value]]
  })
  return Object.fromEntries(outputs)
}
