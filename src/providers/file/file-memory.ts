import { isJsonObject, type Json } from '../../events/json.ts'
import { textsOf } from './file-record.ts'

/**
 * What the plan saw, told so that the digest of a secret is not in it: nothing, what was recorded, what is wanted, or a digest of
 * something else.
 */
export type Seen = 'absent' | 'recorded' | 'desired' | `sha256:${string}`

/** What a plan hands to apply. */
export interface FileMemory {
  readonly seen: Seen
  /** Folders that were missing, from the project's root, the outer ones first. */
  readonly missing: readonly string[]
}

/** Digests to compare with; null for none. */
export interface KnownDigests {
  readonly recorded: string | null
  readonly desired: string | null
}

/** Says what was seen. */
export function seenAs(observed: string | null, known: KnownDigests): Seen {
  if (observed === null) return 'absent'
  if (observed === known.recorded) return 'recorded'
  if (observed === known.desired) return 'desired'
  return `sha256:${observed.slice('sha256:'.length)}`
}

/** Whether what is there now is what was seen. */
export function isAsSeen(seen: Seen, observed: string | null, known: KnownDigests): boolean {
  switch (seen) {
    case 'absent':
      return observed === null
    case 'recorded':
      return observed !== null && observed === known.recorded
    case 'desired':
      return observed !== null && observed === known.desired
    default:
      return observed === seen
  }
}

/** Reads back the memory of a plan; a step that nobody planned in detail has none. */
export function readMemory(memory: Json): FileMemory | null {
  if (!isJsonObject(memory)) return null
  const seen = memory['seen']
  if (typeof seen !== 'string' || !isSeen(seen)) return null
  return { seen, missing: textsOf(memory['missing']) }
}

function isSeen(text: string): text is Seen {
  return text === 'absent' || text === 'recorded' || text === 'desired' || text.startsWith('sha256:')
}

/** The memory as JSON. */
export function toMemory({ seen, missing }: FileMemory): Json {
  return { seen, missing }
}
