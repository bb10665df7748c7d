import type { TraceNote } from '../ports/checkpoint-store.ts'

/** What has to be turned round inside of a resource, by the addresses that things had before the first of its notes. */
export interface InnerWayBack {
  /** `from` is the address of now, `to` the one of then. */
  readonly moved: readonly { readonly from: string; readonly to: string }[]
  /** Let go since; by the address of then. */
  readonly forgotten: readonly { readonly address: string; readonly id: string | null }[]
}

/** Makes one way back of several notes, given oldest first: what was moved twice goes back once, what was let go after a move to its first address. Pure. */
export function composeNotes(notes: readonly TraceNote[]): InnerWayBack {
  /** The first address of each thing that has another one now, by that. */
  const first = new Map<string, string>()
  const forgotten = new Map<string, string | null>()
  for (const note of notes) {
    const moves = note.moved.map(({ from, to }) => ({ from, to, origin: first.get(from) ?? from }))
    // All at once: one may take the address that another one leaves.
    for (const { from } of moves) first.delete(from)
    for (const { to, origin } of moves) first.set(to, origin)
    for (const { address, id } of note.forgotten) {
      forgotten.set(first.get(address) ?? address, id)
      first.delete(address)
    }
  }
  const moved = [...first].filter(([now, then]) => now !== then).map(([from, to]) => ({ from, to }))
  return { moved, forgotten: [...forgotten].map(([address, id]) => ({ address, id })) }
}
