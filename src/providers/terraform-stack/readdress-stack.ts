import { isJsonObject, type Json } from '../../events/json.ts'
import type { RecordedResource } from '../../plan/recorded-resource.ts'
import { backendOwnership } from './backend/backend-identity.ts'

/** The record of a stack under another address: where Genesis keeps its state, the state is named by the address. */
export function readdressStack(record: RecordedResource, address: string): RecordedResource {
  const { attributes, memory } = record
  const identity = { type: 'genesis', key: address }
  const keeps = (value: Json | undefined): boolean => isJsonObject(value) && value['type'] === 'genesis'
  const isKept = isJsonObject(attributes) && keeps(attributes['backend'])
  return {
    ...record,
    attributes: isKept ? { ...attributes, backend: identity } : attributes,
    memory: isJsonObject(memory) && keeps(memory['identity']) ? { ...memory, identity } : memory,
    owns: isKept ? backendOwnership(identity) : record.owns,
  }
}
