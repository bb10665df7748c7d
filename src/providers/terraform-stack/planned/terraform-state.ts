import { isJsonObject, type Json } from '../../../events/json.ts'
import { Sensitive, type Value } from '../../../expressions/value.ts'

/** What a Terraform state says that a stack's record needs. */
export interface TerraformState {
  /** Null where it is not known. */
  readonly serial: number | null
  /** Null where it is not known, and before the first apply. */
  readonly lineage: string | null
  readonly outputs: Readonly<Record<string, Value>>
  /** Whether it holds any managed resource. */
  readonly hasResources: boolean
}

/** Before the first apply. */
export const emptyState: TerraformState = { serial: null, lineage: null, outputs: {}, hasResources: false }

/** Reads a state file of version 4; null for anything else. */
export function parseStateFile(text: string): TerraformState | null {
  const json = parse(text)
  if (!isJsonObject(json) || json['version'] !== 4) return null
  const { serial, lineage, resources } = json
  return {
    serial: typeof serial === 'number' ? serial : null,
    lineage: typeof lineage === 'string' && lineage !== '' ? lineage : null,
    outputs: readOutputs(json['outputs']),
    hasResources: Array.isArray(resources) && (resources as readonly Json[]).some((one) => isJsonObject(one) && one['mode'] !== 'data'),
  }
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

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}
