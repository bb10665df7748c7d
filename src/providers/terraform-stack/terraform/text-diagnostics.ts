import type { TerraformDiagnostic, TerraformRange } from './terraform-message.ts'

/** Reads the mistakes and warnings out of what Terraform prints for people, with `-no-color`. Never throws. */
export function parseTextDiagnostics(lines: readonly string[]): readonly TerraformDiagnostic[] {
  const found: TerraformDiagnostic[] = []
  let block: string[] | null = null
  for (const line of [...lines.map(withoutFrame), 'Error: ']) {
    if (!/^(?:Error|Warning): /u.test(line)) block?.push(line)
    else {
      if (block !== null) found.push(parseBlock(block))
      block = [line]
    }
  }
  return found
}

function parseBlock([first = '', ...rest]: readonly string[]): TerraformDiagnostic {
  const severity = first.startsWith('Warning') ? 'warning' : 'error'
  // The summary may go on over lines, until the first empty one.
  const gap = rest.indexOf('')
  const summary = [first.replace(/^(?:Error|Warning): /u, ''), ...rest.slice(0, Math.max(gap, 0))].join('\n').trim()
  const body = rest.slice(gap + 1)
  const place = body.findIndex((line) => placePattern.test(line))
  const match = placePattern.exec(body[place] ?? '')
  const snippetEnd = match === null ? -1 : body.indexOf('', place)
  const detail = match === null ? body : snippetEnd === -1 ? [] : body.slice(snippetEnd + 1)
  const text = paragraph(detail)
  if (match === null) return { severity, summary, detail: text, range: mentionedRange(text), snippet: null }
  const code = quotedLine(body[place + 1] ?? '', match.groups?.['line'] ?? '')
  const snippet = code === null ? null : { code, context: match.groups?.['context'] ?? null }
  return { severity, summary, detail: text, range: rangeOf(match, code ?? ''), snippet }
}

const placePattern = /^\s+on (?<file>.+) line (?<line>\d+)(?:, in (?<context>.*))?:$/u

/** Without colours the text does not say which part of the line is meant. */
function rangeOf({ groups }: RegExpExecArray, code: string): TerraformRange {
  const position = (column: number): TerraformRange['start'] => ({ line: Number(groups?.['line'] ?? 1), column, byte: 0 })
  return { filename: groups?.['file'] ?? '', start: position(code.length - code.trimStart().length + 1), end: position(code.length + 1) }
}

function quotedLine(text: string, line: string): string | null {
  return new RegExp(`^\\s+${line}: (?<code>.*)$`, 'u').exec(text)?.groups?.['code'] ?? null
}

/** Where no place is given, the text may name the module call it is about: `at main.tf:3`, `(main.tf:3)`. */
function mentionedRange(detail: string): TerraformRange | null {
  const groups = /(?:\bat |\()(?<file>[^\s()]+\.tf(?:\.json)?):(?<line>\d+)\b/u.exec(detail)?.groups
  if (groups === undefined) return null
  const position = { line: Number(groups['line'] ?? 1), column: 1, byte: 0 }
  return { filename: groups['file'] ?? '', start: position, end: position }
}

/** Terraform wraps at 78 columns; the lines of a paragraph belong together. */
function paragraph(lines: readonly string[]): string {
  const text = lines.join('\n').trim()
  return text.replace(/([^\n])\n(?=[^\s-])/gu, '$1 ')
}

function withoutFrame(line: string): string {
  return line.replace(/^[│╷╵]\s?/u, '').trimEnd()
}
