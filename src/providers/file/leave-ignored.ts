import type { ResourceDeclaration } from '../../manifest/manifest.ts'
import { specPointerPath } from '../../manifest/spec-pointer.ts'
import type { FileRecord } from './file-record.ts'
import { formatMode } from './file-spec.ts'
import type { ObservedFile } from './observe-file.ts'
import type { WantedFile } from './wanted-file.ts'

/** A File to be compared: what is wanted and what is recorded of it at its place; null for nothing. */
export interface Compared {
  readonly wanted: WantedFile
  readonly here: FileRecord | null
}

/** Fields of the spec that say what is in a file. */
const contentFields: readonly string[] = ['content', 'source', 'template']

/**
 * The same with what the document ignores as it is on disk, as if that had been wanted and recorded. Only the digest of a content is
 * recorded: it cannot be put back, so it is left alone. What is not recorded, or not there, is not ignored.
 */
export function leaveIgnored({ wanted, here }: Compared, observed: ObservedFile | null, { lifecycle }: Pick<ResourceDeclaration, 'lifecycle'>): Compared {
  if (here === null || observed === null || lifecycle.ignoreChanges.length === 0) return { wanted, here }
  const fields = lifecycle.ignoreChanges.flatMap((pointer) => specPointerPath(pointer)[0] ?? [])
  const content = fields.some((field) => contentFields.includes(field)) ? observed.content : null
  const mode = fields.includes('mode') ? observed.mode : null
  return {
    wanted: { ...wanted, content: content ?? wanted.content, mode: mode ?? wanted.mode },
    here: { ...here, digest: content?.digest ?? here.digest, mode: mode === null ? here.mode : formatMode(mode) },
  }
}

/** The record of a file that stands where one is wanted; null for another place, or none. */
export function recordHere(record: FileRecord | null, { target }: Pick<WantedFile, 'target'>): FileRecord | null {
  return record?.path === target.path ? record : null
}
