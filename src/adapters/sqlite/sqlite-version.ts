/** The releases that got the mend of the WAL-reset bug after the fact: in these lines it is there from this patch on. */
const mendedLines: Readonly<Record<string, number>> = { '3.44': 6, '3.50': 7 }

/** Whether a SQLite keeps what it committed. Those before 3.51.3 can lose it when a WAL is reset under a reader. */
export function keepsCommits(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  if (major !== 3) return major > 3
  if (minor > 51 || (minor === 51 && patch >= 3)) return true
  const mendedFrom = mendedLines[`${major}.${minor}`]
  return mendedFrom !== undefined && patch >= mendedFrom
}
