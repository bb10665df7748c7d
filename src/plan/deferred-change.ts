import type { Value } from '../expressions/value.ts'
import type { PlannedChange } from './provider.ts'
import type { RecordedResource } from './recorded-resource.ts'
import { recordedAttributes } from './recorded-value.ts'

/** What can be said of a resource whose inputs are not known: that it will be there, and the part of its spec that is known. Its outputs are unknown as a whole, which the caller says. */
export function deferredChange(recorded: RecordedResource | null, spec: Value): PlannedChange {
  return {
    action: recorded === null ? 'create' : 'update',
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
