import { isJsonObject, type JsonObject } from '../../../events/json.ts'
import { objectsIn, readJson } from './read-json.ts'

/**
 * The managed instances in a state file of version 4, by their addresses as Terraform writes them (`module.a["x"].aws_vpc.main[0]`), each
 * with the ids of its objects; null for an object without one. Empty for a text that is no state.
 */
export function stateIds(text: string): ReadonlyMap<string, ReadonlySet<string | null>> {
  const found = new Map<string, Set<string | null>>()
  const json = readJson(text)
  for (const resource of objectsIn(isJsonObject(json) ? json['resources'] : null)) {
    const { mode, module, type, name, instances } = resource
    if (mode === 'data') continue
    const base = [module, type, name].filter((part) => typeof part === 'string').join('.')
    for (const instance of objectsIn(instances)) {
      const address = `${base}${indexOf(instance)}`
      found.set(address, (found.get(address) ?? new Set()).add(idOf(instance)))
    }
  }
  return found
}

function indexOf({ index_key: key }: JsonObject): string {
  return typeof key === 'number' || typeof key === 'string' ? `[${JSON.stringify(key)}]` : ''
}

function idOf({ attributes }: JsonObject): string | null {
  const id = isJsonObject(attributes) ? attributes['id'] : null
  return typeof id === 'string' ? id : null
}
