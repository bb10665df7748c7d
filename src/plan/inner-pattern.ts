import { matchesPart } from '../manifest/glob.ts'

/** What a pattern of inner addresses may be made of. */
export const innerPatternForm = /^[A-Za-z0-9_.*?[\]"'@:/ -]+$/

/**
 * Whether a pattern covers an address inside a stack, or anything that address is in: `aws_db_instance.*`, `module.db`, `**.aws_kms_key`.
 * `*` and `?` stay within a part, `**` stands for any number of parts; a part without an index covers every instance.
 */
export function coversInner(pattern: string, address: string): boolean {
  const parts = addressParts(pattern)
  let positions = withSkips(parts, new Set([0]))
  for (const name of addressParts(address)) {
    if (positions.has(parts.length)) return true
    const next = new Set<number>()
    for (const position of positions) {
      const part = parts[position]
      if (part === '**') next.add(position)
      else if (part !== undefined && (matchesPart(part, name) || matchesPart(part, name.replace(/\[.*$/s, '')))) next.add(position + 1)
    }
    positions = withSkips(parts, next)
  }
  return positions.has(parts.length)
}

/** The keys of instances may hold dots. */
function addressParts(address: string): readonly string[] {
  return address.match(/(?:\["(?:[^"\\]|\\.)*"\]|[^.])+/gs) ?? []
}

function withSkips(parts: readonly string[], positions: ReadonlySet<number>): ReadonlySet<number> {
  const all = new Set(positions)
  for (const position of all) if (parts[position] === '**') all.add(position + 1)
  return all
}
