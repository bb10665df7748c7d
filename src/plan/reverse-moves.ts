import type { Trace } from '../ports/checkpoint-store.ts'

/** What things are called now, by what they were called at a checkpoint, for those that were renamed since; in the order of what happened. Pure. */
export function renamedSince(traces: readonly Trace[]): ReadonlyMap<string, string> {
  const now = new Map<string, string>()
  const before = new Map<string, string>()
  for (const trace of traces) {
    if (trace.kind !== 'renamed') continue
    const { from, to } = trace
    const original = before.get(from) ?? from
    before.delete(from)
    // Two things that went the same way were one in the end: the first keeps its name.
    if (!before.has(to)) before.set(to, original)
    if (before.get(to) === original) now.set(original, to)
  }
  return new Map([...now].filter(([original, name]) => original !== name))
}

/**
 * The moves back: the addresses that records have now, by those that they had and that are to be theirs again. What was renamed and is gone
 * since, or whose old name somebody else has by now, does not move.
 */
export function reverseMoves(
  renamed: ReadonlyMap<string, string>,
  { then, now }: { readonly then: { has(address: string): boolean }; readonly now: { has(address: string): boolean } },
): ReadonlyMap<string, string> {
  const free = (address: string): boolean => !now.has(address)
  return new Map([...renamed].filter(([original, name]) => then.has(original) && !then.has(name) && now.has(name) && free(original)))
}
