import { isJsonObject, type Json } from '../../../events/json.ts'
import type { InnerChange } from '../../../plan/inner-change.ts'
import type { TraceNote } from '../../../ports/checkpoint-store.ts'
import { objectsIn } from '../planned/read-json.ts'
import { stateIds } from '../planned/state-ids.ts'

/** What a plan is read for. */
export interface NoteOptions {
  /** The whole state that the plan starts from; asked for only where something is let go. Null where it cannot be read. */
  readonly state: () => Promise<string | null>
  /** Texts that may not be kept: an id that holds one of them is left out. */
  readonly secrets: readonly string[]
}

/** What a plan moves and lets go of, with the ids by which it can be taken back. */
export async function noteOfPlan(inner: readonly InnerChange[], { state, secrets }: NoteOptions): Promise<TraceNote> {
  const managed = inner.filter(({ mode }) => mode === 'managed')
  const moved = managed.flatMap(({ address, previous_address: from }) => (from === undefined ? [] : [{ from, to: address }]))
  const gone = managed.filter(({ change }) => change.actions.includes('forget'))
  if (gone.length === 0) return { moved, forgotten: [] }
  const ids = stateIds((await state()) ?? '')
  const idOf = (address: string): string | null => {
    const [id = null, ...others] = ids.get(address) ?? []
    return id === null || others.length > 0 || secrets.some((secret) => id.includes(secret)) ? null : id
  }
  return { moved, forgotten: gone.map(({ address, previous_address: from }) => ({ address, id: idOf(address) ?? (from === undefined ? null : idOf(from)) })) }
}

/** What of a note came true, by the addresses that the state has now. */
export function noteThatHolds({ moved, forgotten }: TraceNote, addresses: readonly string[]): TraceNote {
  const there = new Set(addresses)
  return { moved: moved.filter(({ to }) => there.has(to)), forgotten: forgotten.filter(({ address }) => !there.has(address)) }
}

/** The note of an outcome; without one where there is nothing to say. */
export function noted(note: TraceNote): { readonly note?: TraceNote } {
  return note.moved.length + note.forgotten.length === 0 ? {} : { note }
}

/** Nothing was moved or let go. */
export const emptyNote: TraceNote = { moved: [], forgotten: [] }

/** Reads a note out of a plan's memory; what is no note is empty. */
export function noteFromJson(json: Json | undefined): TraceNote {
  if (!isJsonObject(json)) return emptyNote
  const moved = objectsIn(json['moved']).flatMap(({ from, to }) => (typeof from === 'string' && typeof to === 'string' ? [{ from, to }] : []))
  const forgotten = objectsIn(json['forgotten']).flatMap(({ address, id }) =>
    typeof address === 'string' ? [{ address, id: typeof id === 'string' ? id : null }] : [],
  )
  return { moved, forgotten }
}
