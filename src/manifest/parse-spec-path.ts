/** One step of a path, and where it stands in the text, brackets and quotes included. */
export interface PathStep {
  readonly key: string
  /** It was written as a position of a list: `[0]`. */
  readonly isIndex: boolean
  readonly from: number
  readonly to: number
}

/**
 * A path below `spec` as people write it: `variables.size`, `list[0]`, `tags["a b"]`, or a JSON pointer: `/variables/size`. Null for what
 * cannot be read. Steps are strings, positions in lists too.
 */
export function parseSpecPath(text: string): readonly string[] | null {
  if (text.startsWith('/'))
    return text
      .slice(1)
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  return pathSteps(text)?.map(({ key }) => key) ?? null
}

/** The steps of a path with dots and brackets. Null for what cannot be read. */
export function pathSteps(text: string): readonly PathStep[] | null {
  const steps: PathStep[] = []
  const step = /\.?([^.[\]"']+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\['([^'\\]*)'\]/y
  while (step.lastIndex < text.length) {
    const from = step.lastIndex
    const found = step.exec(text)
    if (found === null) return null
    const [, name, index, quoted, single] = found
    const key = name ?? index ?? single ?? parseQuoted(quoted ?? '')
    if (key === null) return null
    steps.push({ key, isIndex: index !== undefined, from: text[from] === '.' ? from + 1 : from, to: step.lastIndex })
  }
  return steps
}

function parseQuoted(text: string): string | null {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'string' ? parsed : null
  } catch {
    return null
  }
}
