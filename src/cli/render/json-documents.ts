import type { Diagnostic } from '../../events/diagnostic.ts'
import type { ExitCode } from '../../events/exit-code.ts'
import { isJsonObject, type Json } from '../../events/json.ts'
import { maskAt } from '../../expressions/value.ts'
import { withoutSensitive } from '../../plan/flat-changes.ts'
import type { RecordedResource } from '../../plan/recorded-resource.ts'
import type { Hold } from '../../ports/hold-store.ts'
import type { RunRecord, StoredJournalEntry } from '../../ports/store.ts'
import type { RunResults } from './run-results.ts'

/** The version of the documents below; the major part grows when a reader of an older one would misread it. The plan document has its own. */
export const documentFormatVersion = '1.0'

const versioned = { format_version: documentFormatVersion }

/** The outputs of an environment: by resource name and output name, each with its value, type and whether it is sensitive; hidden values are null. */
export function outputsDocument(environment: string, records: readonly RecordedResource[], options: { readonly showSensitive: boolean }): object {
  const outputs = records.map((record) => [record.name, outputsOf(record, options.showSensitive)] as const)
  return { ...versioned, environment, outputs: Object.fromEntries(outputs) }
}

/** The history of runs, and what is on hold. */
export function runsDocument(runs: readonly RunRecord[], holds: readonly Hold[]): object {
  return { ...versioned, runs, holds }
}

/** What is on hold, or was released just now. */
export function holdsDocument(holds: readonly Hold[]): object {
  return { ...versioned, holds }
}

/** A hold that was placed just now. */
export function holdDocument(hold: Hold): object {
  return { ...versioned, hold }
}

/** One run with its journal. */
export function runDocument(run: RunRecord, journal: readonly StoredJournalEntry[]): object {
  return { ...versioned, run, journal }
}

/** The recorded resources, in short. */
export function stateListDocument(records: readonly RecordedResource[]): object {
  const resources = records.map(({ address, environment, name, kind, status, revision, run, updatedAt }) => {
    return { address, environment, name, kind, status, revision, run, updatedAt }
  })
  return { ...versioned, resources }
}

/** All that is recorded of one resource; sensitive values are null unless asked for. */
export function stateShowDocument(record: RecordedResource, options: { readonly showSensitive: boolean }): object {
  if (options.showSensitive) return { ...versioned, resource: record }
  const attributes = withoutSensitive(record.attributes, record.attributesSensitive)
  const outputs = withoutSensitive(record.outputs, record.outputsSensitive)
  return { ...versioned, resource: { ...record, attributes, outputs } }
}

/** What validation found; `valid` when there is no error among it. */
export function validateDocument(diagnostics: readonly Diagnostic[]): object {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  return { ...versioned, valid: errors === 0, error_count: errors, warning_count: diagnostics.length - errors, diagnostics }
}

/** How a run went, step by step. */
export function applyDocument(results: RunResults): object {
  return { ...versioned, ...results }
}

/** What kept a command from its answer: the mistakes that were found. */
export function refusalDocument(diagnostics: readonly Diagnostic[], exitCode: ExitCode): object {
  return { ...versioned, ok: false, exitCode, diagnostics }
}

function outputsOf({ outputs, outputsSensitive }: RecordedResource, showSensitive: boolean): object {
  const entries = Object.entries(outputs).map(([name, value]) => {
    const mask = maskAt(outputsSensitive, name)
    const shown = showSensitive ? value : withoutSensitive(value, mask)
    return [name, { value: shown, type: mask === true && !showSensitive ? null : typeName(value), sensitive: mask !== false }] as const
  })
  return Object.fromEntries(entries)
}

function typeName(value: Json): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  return isJsonObject(value) ? 'map' : typeof value
}
