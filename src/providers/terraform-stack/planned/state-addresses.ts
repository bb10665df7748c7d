import { isJsonObject, type Json } from '../../../events/json.ts'

/** The addresses of all managed instances in a state file of version 4, as Terraform writes them: `module.a["x"].aws_vpc.main[0]`. */
export function stateAddresses(text: string): ReadonlySet<string> {
  const json = parse(text)
  const resources = isJsonObject(json) && Array.isArray(json['resources']) ? (json['resources'] as readonly Json[]) : []
  return new Set(resources.flatMap(addressesOf))
}

function addressesOf(resource: Json): readonly string[] {
  if (!isJsonObject(resource) || resource['mode'] === 'data') return []
  const { module, type, name, instances } = resource
  const base = [module, type, name].filter((part) => typeof part === 'string').join('.')
  if (!Array.isArray(instances)) return []
  return (instances as readonly Json[]).map((instance) => `${base}${indexOf(instance)}`)
}

function indexOf(instance: Json): string {
  const key = isJsonObject(instance) ? instance['index_key'] : undefined
  return typeof key === 'number' || typeof key === 'string' ? `[${JSON.stringify(key)}]` : ''
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}
