import type { Value } from '../expressions/value.ts'
import type { PlannedChange } from './provider.ts'
import type { RecordedResource } from './recorded-resource.ts'
import { recordedAttributes } from './recorded-value.ts'

/**
 * What can be said of a resource whose inputs are not known: that it will be there, or be asked where it is a gate, and the part of its spec
 * that is known. Its outputs are unknown as a whole, which the caller says.
 */
export function deferredChange(recorded: RecordedResource | null, spec: Value, { isGate }: { readonly isGate: boolean }): PlannedChange {
  return {
    action: isGate ? 'read' : recorded === null ? 'create' : 'update',
    before: recorded === null ? null : recordedAttributes(recorded),
    after: spec,
    replacePaths: [],
    outputs: {},
    drift: [],
    inner: [],
    reversibility: 'reversible',
    memory: null,
    artifacts: {},
    bindings: {},
  }
}
