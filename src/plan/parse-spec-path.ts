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
  const steps: string[] = []
  const step = /\.?([^.[\]"']+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\['([^'\\]*)'\]/y
  while (step.lastIndex < text.length) {
    const found = step.exec(text)
    if (found === null) return null
    const [, name, index, quoted, single] = found
    const key = name ?? index ?? single ?? parseQuoted(quoted ?? '')
    if (key === null) return null
    steps.push(key)
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
