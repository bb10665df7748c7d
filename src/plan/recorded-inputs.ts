import type { Diagnostic } from '../events/diagnostic.ts'
import { declaredDigest } from './declared-digest.ts'
import type { RecordedInput } from './plan-document.ts'
import type { Examined } from './provider.ts'
import type { RecordedResource } from './recorded-resource.ts'
import type { ResolvedEnvironment } from './resolved-environment.ts'
import type { Selection } from './select-resources.ts'

/** What looking at the recorded inputs of a selection needs. */
export interface RecordedInputsOptions {
  readonly environment: ResolvedEnvironment
  readonly selection: Selection
  readonly mode: 'apply' | 'destroy'
  /** By address. */
  readonly records: ReadonlyMap<string, RecordedResource>
  /** By address. */
  readonly examined: ReadonlyMap<string, Examined>
}

/** What is taken as recorded, with a warning for each that may be behind, or why the selected ones cannot be planned alone. */
export function recordedInputs(options: RecordedInputsOptions): { readonly inputs: readonly RecordedInput[]; readonly diagnostics: readonly Diagnostic[] } {
  const { environment, selection, mode } = options
  const selected = selection.asked.union(selection.broughtAlong)
  const inputs = new Map<string, RecordedInput>()
  const diagnostics: Diagnostic[] = []
  for (const name of selected) {
    const resource = mode === 'apply' ? environment.resources.get(name) : undefined
    if (resource === undefined) {
      diagnostics.push(...stillNeeded(name, selected, options))
      continue
    }
    for (const other of resource.upstream) {
      if (selected.has(other)) continue
      const address = `${environment.declaration.name}/${other}`
      const record = options.records.get(address)
      if (record === undefined) diagnostics.push(neverApplied(resource.declaration.address, address))
      else inputs.set(address, { address, behind: behindOf(record, options) })
    }
  }
  const sorted = [...inputs.values()].sort((one, two) => (one.address < two.address ? -1 : 1))
  return { inputs: sorted, diagnostics: [...diagnostics, ...sorted.flatMap(behindWarning)] }
}

function behindOf(record: RecordedResource, { environment, examined }: RecordedInputsOptions): RecordedInput['behind'] {
  if (record.status === 'incomplete') return 'incomplete'
  const resource = environment.resources.get(record.name)
  // Records of earlier versions do not say what was declared.
  if (resource === undefined || record.declared === null) return null
  return record.declared === declaredDigest(resource, examined.get(record.address)) ? null : 'changed'
}

/** Taking a thing away alone would pull it from under what depends on it. */
function stillNeeded(name: string, selected: ReadonlySet<string>, { environment, selection, records }: RecordedInputsOptions): readonly Diagnostic[] {
  const prefix = `${environment.declaration.name}/`
  const left = selection.graph.dependents(name).filter((other) => !selected.has(other) && records.has(prefix + other))
  if (left.length === 0 || !records.has(prefix + name)) return []
  const message = `${prefix}${name} cannot be taken away alone: ${left.map((other) => prefix + other).join(', ')} depends on it`
  return [{ code: 'selection-invalid', severity: 'error', message, hint: 'name that, too, or leave --only out' }]
}

function neverApplied(address: string, upstream: string): Diagnostic {
  const message = `${address} waits for ${upstream}, which was never applied: there are no recorded values to take`
  return { code: 'selection-invalid', severity: 'error', message, hint: `leave --only out: ${upstream} comes along then` }
}

function behindWarning({ address, behind }: RecordedInput): readonly Diagnostic[] {
  if (behind === null) return []
  const why = behind === 'incomplete' ? 'its last apply did not end well' : 'its document or its sources were changed since'
  const message = `the recorded values of ${address} are taken as they are, but ${why}`
  return [{ code: 'input-behind', severity: 'warning', message, hint: `apply ${address} first, or leave --only out` }]
}
