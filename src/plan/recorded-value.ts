import { fromMarked, maskAt, type Value } from '../expressions/value.ts'
import type { RecordedState } from './recorded-resource.ts'

/** The recorded outputs with their sensitive marks. */
export function recordedOutputs(recorded: RecordedState): { readonly [name: string]: Value } {
  if (recorded.outputsSensitive === false) return recorded.outputs
  const marked = Object.entries(recorded.outputs).map(([name, value]) => {
    return [name, fromMarked({ value, unknown: false, sensitive: maskAt(recorded.outputsSensitive, name) })] as const
  })
  return Object.fromEntries(marked)
}

/** The recorded attributes with their sensitive marks. */
export function recordedAttributes(recorded: RecordedState): Value {
  return fromMarked({ value: recorded.attributes, unknown: false, sensitive: recorded.attributesSensitive })
}
