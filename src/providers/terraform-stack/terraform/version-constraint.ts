interface Version {
  readonly parts: readonly [number, number, number]
  readonly prerelease: string | null
}

type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~>'

/** Whether a version meets a constraint as Terraform writes them (`>= 1.6, < 2.0`, `~> 1.5.0`); null when either cannot be read. */
export function satisfiesConstraint(version: string, constraint: string): boolean | null {
  const actual = parseVersion(version)
  if (actual === null) return null
  let satisfied = true
  for (const term of constraint.split(',')) {
    const match = /^\s*(=|!=|>=|<=|~>|>|<)?\s*v?(\S+)\s*$/u.exec(term)
    const wanted = match === null ? null : parseVersion(match[2] ?? '')
    if (match === null || wanted === null) return null
    const length = (match[2] ?? '').split('-', 1)[0]?.split('.').length ?? 3
    satisfied &&= holds(actual, { operator: (match[1] ?? '=') as Operator, wanted, length })
  }
  return satisfied
}

function holds(actual: Version, { operator, wanted, length }: { operator: Operator; wanted: Version; length: number }): boolean {
  const order = compare(actual, wanted)
  // A pre-release is never meant by a range, only by its own name.
  const early = actual.prerelease !== null && wanted.prerelease === null
  switch (operator) {
    case '=':
      return order === 0
    case '!=':
      return order !== 0
    case '>':
      return order > 0 && !early
    case '>=':
      return order >= 0 && !early
    case '<':
      return order < 0 && !early
    case '<=':
      return order <= 0 && !early
    case '~>': {
      const fixed = Math.max(1, length - 1)
      return order >= 0 && !early && actual.parts.slice(0, fixed).every((part, index) => part === wanted.parts[index])
    }
    default:
      return operator satisfies never
  }
}

function compare(one: Version, two: Version): number {
  for (const index of [0, 1, 2] as const) {
    if (one.parts[index] !== two.parts[index]) return one.parts[index] - two.parts[index]
  }
  if (one.prerelease === two.prerelease) return 0
  if (one.prerelease === null) return 1
  if (two.prerelease === null) return -1
  return one.prerelease < two.prerelease ? -1 : 1
}

function parseVersion(text: string): Version | null {
  const match = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/u.exec(text)
  if (match === null) return null
  const [, major = '0', minor = '0', patch = '0', prerelease = null] = match
  return { parts: [Number(major), Number(minor), Number(patch)], prerelease }
}
