/** A number with its noun: `1 resource`, `3 resources`; a plural that is no `-s` is given. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`
}

/** Names in a sentence: `a`, `a and b`, `a, b and 3 more`; at most `limit` of them. */
export function listText(names: readonly string[], limit = 10): string {
  if (names.length <= 1) return names[0] ?? ''
  if (names.length <= limit) return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
  return `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`
}
