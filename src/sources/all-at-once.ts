/** How many file operations are under way at once: more only fills memory. */
const atOnce = 64

/** Does the same for every item, many at once but not all; answers in the order of the items. The first failure rejects. */
export async function allAtOnce<T, R>(items: readonly T[], task: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  for (let start = 0; start < items.length; start += atOnce) {
    results.push(...(await Promise.all(items.slice(start, start + atOnce).map(task))))
  }
  return results
}
