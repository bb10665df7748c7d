import type { SQLInputValue } from 'node:sqlite'
import { isJsonObject, type Json } from '../../events/json.ts'
import type { Mask } from '../../expressions/value.ts'
import type { RecordedResource } from '../../plan/recorded-resource.ts'
import { StoreError } from '../../ports/store.ts'
import type { Row } from './database.ts'
import { bytes, exact, integer, json, nullable, parseJson, text } from './row.ts'
import type { Binding, Sealer } from './sealer.ts'
import { RepeatedJson } from './repeated-json.ts'
import { putSecretsBack, takeSecrets, type FreshJson, type SecretPart } from './secret-parts.ts'

interface Masks {
  readonly attributes: Mask
  readonly outputs: Mask
}

interface Secrets {
  readonly attributes: readonly SecretPart[]
  readonly outputs: readonly SecretPart[]
}

/** A record ready to be written; `values` are in the order of the statement's parameters. The sealer is asked for only where something is sensitive. */
export function resourceRow(record: RecordedResource): { readonly values: (sealer: () => Sealer) => readonly SQLInputValue[] } {
  const attributes = takeSecrets(record.attributes, record.attributesSensitive)
  const outputs = takeSecrets(record.outputs, record.outputsSensitive)
  const secrets: Secrets = { attributes: attributes.secrets, outputs: outputs.secrets }
  const secretText = secrets.attributes.length + secrets.outputs.length > 0 ? JSON.stringify(secrets) : null
  const masks: Masks = { attributes: record.attributesSensitive, outputs: record.outputsSensitive }
  const before = [
    record.address,
    record.environment,
    record.name,
    record.kind,
    exact(record.revision, 'the revision'),
    record.status,
    JSON.stringify(record.preventDestroy),
    record.onRemove,
    record.declared,
    ...[record.owns, record.dependencies, attributes.open, outputs.open, masks, record.memory].map((value) => JSON.stringify(value)),
  ]
  const after = [record.run, exact(record.updatedAt, 'the time of the record')]
  return { values: (sealer) => [...before, secretText === null ? null : sealer().seal(secretText, bindingOf(record)), ...after] }
}

/** The record in a row; throws {@link StoreError} where the row was tampered with. Whoever reads many hands over one `repeated` for all. */
export function toResource(row: Row, sealer: () => Sealer, repeated = new RepeatedJson()): RecordedResource {
  const masks = repeated.read<Masks>(row, 'masks')
  const record = {
    address: text(row, 'address'),
    environment: text(row, 'environment'),
    name: text(row, 'name'),
    kind: text(row, 'kind'),
    revision: integer(row, 'revision'),
    status: text(row, 'status') === 'ready' ? ('ready' as const) : ('incomplete' as const),
    preventDestroy: repeated.read<RecordedResource['preventDestroy']>(row, 'prevent_destroy'),
    onRemove: onRemoveOf(nullable(row, 'on_remove', text)),
    declared: nullable(row, 'declared', text),
    owns: json<RecordedResource['owns']>(row, 'owns'),
    dependencies: json<readonly string[]>(row, 'dependencies'),
    attributes: json<FreshJson>(row, 'attributes'),
    attributesSensitive: masks.attributes,
    outputs: json<Record<string, FreshJson>>(row, 'outputs'),
    outputsSensitive: masks.outputs,
    memory: repeated.read<Json>(row, 'memory'),
    run: text(row, 'run'),
    updatedAt: integer(row, 'updated_at'),
  }
  const sealed = nullable(row, 'sealed', bytes)
  if (sealed === null) return record
  const opened = sealer().open(sealed, bindingOf(record))
  if (opened === null) throw changedOutside(record.address)
  const secrets = parseJson<Secrets>(opened, record.address)
  const attributes = putSecretsBack(record.attributes, secrets.attributes)
  const outputs = putSecretsBack(record.outputs, secrets.outputs)
  if (attributes === null || outputs === null || !isJsonObject(outputs.value)) throw changedOutside(record.address)
  return { ...record, attributes: attributes.value, outputs: outputs.value }
}

/** What nobody wrote is read as the most careful rule. */
function onRemoveOf(written: string | null): RecordedResource['onRemove'] {
  return written === null || written === 'destroy' || written === 'forget' ? written : 'refuse'
}

function changedOutside(address: string): StoreError {
  return new StoreError('damaged', `the sensitive values of ${address} in the state database were changed from outside`)
}

function bindingOf({ environment, address, revision }: Pick<RecordedResource, 'environment' | 'address' | 'revision'>): Binding {
  return ['resource', environment, address, revision]
}
