import type { RecordNote } from '../plan/explanation.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'

/** What is said of a record without its values. */
export function recordNote({ revision, status, run, updatedAt }: RecordedResource): RecordNote {
  return { revision, status, run, updatedAt }
}
