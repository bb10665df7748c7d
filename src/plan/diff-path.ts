/** A place in a JSON tree. */
export type DiffPath = readonly (string | number)[]

/** A place in which `*` stands for any one key or index. */
export type PathPattern = readonly (string | number)[]

/** Whether the pattern names that very place. */
export function matchesPath(pattern: PathPattern, path: DiffPath): boolean {
  return pattern.length === path.length && pattern.every((part, index) => part === '*' || String(part) === String(path[index]))
}
