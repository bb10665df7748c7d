import type { Diagnostic } from '../events/diagnostic.ts'
import type { OnRemove } from '../manifest/manifest.ts'
import type { PlannedChange } from './provider.ts'
import { recordedAttributes, recordedOutputs } from './recorded-value.ts'
import type { RecordedResource } from './recorded-resource.ts'

/** Where a document was taken away. */
export interface RemovalPlace {
  /** `destroy` asks for everything to go, whatever the documents said. */
  readonly mode: 'apply' | 'destroy'
  readonly isProtected: boolean
}

/** What becomes of a thing that no document declares: what its document said last, else what the environment asks for. */
export function removalRule(recorded: RecordedResource, { mode, isProtected }: RemovalPlace): OnRemove {
  // The old half of a replacement never had a document of its own.
  if (mode === 'destroy' || recorded.address.includes('~')) return 'destroy'
  return recorded.onRemove ?? (isProtected ? 'refuse' : 'destroy')
}

/** The refusal of a plan for a thing whose rule is `refuse`. */
export function refusedRemoval({ address, environment, onRemove }: RecordedResource): Diagnostic {
  const why = onRemove === 'refuse' ? 'lifecycle.onRemove is refuse' : `${environment} is protected, and lifecycle.onRemove does not say what becomes of it`
  return {
    code: 'protected',
    severity: 'error',
    message: `it is recorded, but no document declares it any more: ${why}`,
    hint: 'put its document back with lifecycle.onRemove: destroy or forget, apply, and take it away then',
    address,
  }
}

/** The change that takes a thing out of the records and leaves it alone. */
export function forgottenChange(recorded: RecordedResource): PlannedChange {
  return {
    action: 'forget',
    before: recordedAttributes(recorded),
    after: null,
    replacePaths: [],
    outputs: recordedOutputs(recorded),
    drift: [],
    inner: [],
    reversibility: 'irreversible',
    memory: null,
    artifacts: {},
    bindings: {},
  }
}
