/** A glob over paths with forward slashes: `*` and `?` stay within a part, `**` as a whole part stands for any number of parts. */
export interface Glob {
  matches(path: string): boolean
  /** Whether anything inside of this folder could match; '' is the folder that the glob starts in. */
  reachesInto(folder: string): boolean
}

/** Compiles a glob. Matching takes time in proportion to the pattern times the path. */
export function compileGlob(pattern: string): Glob {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.')
  return {
    matches: (path) => afterParts(parts, path.split('/')).has(parts.length),
    reachesInto: (folder) => [...afterParts(parts, folder === '' ? [] : folder.split('/'))].some((position) => position < parts.length),
  }
}

/** The positions in the pattern that one may stand at after reading the path, as in a finite automaton. */
function afterParts(parts: readonly string[], path: readonly string[]): ReadonlySet<number> {
  let positions = withSkips(parts, new Set([0]))
  for (const name of path) {
    const next = new Set<number>()
    for (const position of positions) {
      const part = parts[position]
      if (part === '**') next.add(position)
      else if (part !== undefined && matchesPart(part, name)) next.add(position + 1)
    }
    positions = withSkips(parts, next)
  }
  return positions
}

/** `**` may stand for nothing. */
function withSkips(parts: readonly string[], positions: ReadonlySet<number>): ReadonlySet<number> {
  const all = new Set(positions)
  for (const position of all) if (parts[position] === '**') all.add(position + 1)
  return all
}

/** Whether a part of a path matches a part of a glob; everything but `*` and `?` stands for itself. */
export function matchesPart(part: string, name: string): boolean {
  let at = 0
  let star = -1
  let starredName = 0
  let inName = 0
  while (inName < name.length) {
    if (part[at] === '*') {
      star = at++
      starredName = inName
    } else if (at < part.length && (part[at] === '?' || part[at] === name[inName])) {
      at++
      inName++
    } else if (star >= 0) {
      at = star + 1
      inName = ++starredName
    } else return false
  }
  while (part[at] === '*') at++
  return at === part.length
}
