import { closeSync, openSync, readSync } from 'node:fs'
import { isJsonObject } from '../../../events/json.ts'
import type { Instant } from '../../../ports/clock.ts'
import type { ProjectName } from '../refusals.ts'

/** What stands readable at the beginning of a sealed copy. It is bound to what follows: changed, nothing opens. */
export interface CopyHeader {
  readonly project: ProjectName
  /** Names the key that opens it. */
  readonly keyId: string
  readonly at: Instant
  /** The version of the schema. */
  readonly schema: number
  readonly newestRun: string | null
}

const magic = 'genesis sealed store 1\n'
const maxHeaderBytes = 64 * 1024

/** The first bytes of a copy. */
export function headerText(header: CopyHeader): string {
  return `${magic}${JSON.stringify(header)}\n`
}

/** Reads the beginning of a file; null for one that is no sealed copy. File system errors pass through. */
export function readHeader(path: string): { readonly header: CopyHeader; readonly text: string } | null {
  const descriptor = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(maxHeaderBytes)
    const start = bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, maxHeaderBytes, 0))
    const end = start.indexOf('\n', magic.length)
    if (!start.startsWith(magic) || end === -1) return null
    const header = parseHeader(start.slice(magic.length, end))
    return header === null ? null : { header, text: start.slice(0, end + 1) }
  } finally {
    closeSync(descriptor)
  }
}

function parseHeader(line: string): CopyHeader | null {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return null
  }
  if (!isJsonObject(json) || !isJsonObject(json['project'])) return null
  const { keyId, at, schema, newestRun, project } = json
  const { name, id } = project as Record<string, unknown>
  if (typeof keyId !== 'string' || typeof at !== 'number' || typeof schema !== 'number' || typeof name !== 'string') return null
  return { project: { name, id: typeof id === 'string' ? id : null }, keyId, at, schema, newestRun: typeof newestRun === 'string' ? newestRun : null }
}
