/** Names longer than this are compared no further than that: nobody mistypes the rest alone. */
const comparedLength = 64

/**
 * The candidate that somebody most likely meant by a mistyped `name`: the nearest by edit distance, where two letters swapped count as one
 * edit and case does not count; null when none is near enough. Among equals the first one wins.
 */
export function closest(name: string, candidates: Iterable<string>): string | null {
  const wanted = name.slice(0, comparedLength).toLowerCase()
  const farthest = Math.max(1, Math.floor(wanted.length / 3))
  let best: string | null = null
  let bestDistance = farthest + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue
    const distance = editDistance(wanted, candidate.slice(0, comparedLength).toLowerCase())
    if (distance < bestDistance && candidate !== name) [best, bestDistance] = [candidate, distance]
  }
  return best
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const substitution = a[row - 1] === b[column - 1] ? 0 : 1
      let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + substitution)
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1)
      current.push(cost)
    }
    beforeLast = last
    last = current
  }
  return last[b.length] ?? 0
}
