import type { Diagnostic } from '../events/diagnostic.ts'
import type { Reference } from '../expressions/expression.ts'
import type { Value } from '../expressions/value.ts'
import type { RecordedResource } from './recorded-resource.ts'
import { recordedOutputs } from './recorded-value.ts'
import { EnvironmentViews } from './resource-views.ts'
import type { ResolvedEnvironment } from './resolved-environment.ts'

/** What `environments` stands for, and what is missing for it. */
export interface ForeignValues {
  readonly value: Value
  readonly diagnostics: readonly Diagnostic[]
}

/** The recorded outputs of what the selected resources read in other environments. A resource that was never applied there has none to read. */
export function foreignValues(environment: ResolvedEnvironment, selected: ReadonlySet<string>, records: ReadonlyMap<string, RecordedResource>): ForeignValues {
  const readers = [...environment.resources].flatMap(([name, resource]) => (selected.has(name) ? [resource] : []))
  const views = new EnvironmentViews(new Set(readers.flatMap((resource) => resource.foreignGroups)))
  // The order of keys must not depend on who reads them.
  for (const address of [...new Set(readers.flatMap((resource) => resource.foreign))].sort()) {
    const record = records.get(address)
    if (record !== undefined) views.set(address, { outputs: recordedOutputs(record) })
  }
  const diagnostics = readers.flatMap((resource) => {
    const missing = resource.foreign.filter((address) => !records.has(address))
    return missing.map((address) => notApplied(address, resource.compiled.references, resource.declaration.address))
  })
  return { value: views.value, diagnostics }
}

function notApplied(address: string, references: readonly Reference[], by: string): Diagnostic {
  const [environment, name] = address.split('/')
  const reference = references.find(({ path }) => path[0] === 'environments' && path[1] === environment && path[3] === name?.split('@')[0])
  return {
    code: 'unknown-reference',
    severity: 'error',
    message: `${by} reads ${address}, which was never applied`,
    hint: `apply ${environment ?? 'it'} first: values of another environment are the recorded ones`,
    ...(reference === undefined ? {} : { at: reference.range }),
    details: { neverApplied: address },
  }
}
