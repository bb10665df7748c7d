import type { Value } from '../../expressions/value.ts'
import type { FieldDrift } from '../../plan/provider.ts'
import { diffThreeWay, toFieldDrift } from '../../plan/three-way-diff.ts'
import { recordedFile, type FileRecord } from './file-record.ts'
import { formatMode } from './file-spec.ts'
import type { ObservedFile } from './observe-file.ts'
import type { WantedFile } from './wanted-file.ts'

const none: readonly FieldDrift[] = []

/** What was changed since the file was recorded. `wanted` is null when the file is to go. */
export function fileDrift(record: FileRecord, observed: ObservedFile | null, wanted: WantedFile | null): readonly FieldDrift[] {
  const { path } = record
  // Nearly always nothing was changed.
  if (observed?.content.digest === record.digest && formatMode(observed.mode) === record.mode) return none
  const there = observed === null ? null : { path, mode: formatMode(observed.mode), digest: observed.content.digest }
  const asRecorded: Value = { path, mode: record.mode, digest: record.digest }
  const desired = wanted === null ? asRecorded : { path, mode: formatMode(wanted.mode), digest: wanted.content.digest }
  const sensitive = record.sensitive || wanted?.sensitive === true
  const differences = diffThreeWay({ recorded: recordedFile({ ...record, sensitive }), observed: there, desired })
  return differences.filter(({ kind }) => kind !== 'intentional').map(toFieldDrift)
}
