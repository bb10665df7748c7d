import type { Span } from './syntax.ts'

/** A stretch of a template: plain text with its escapes undone, or the text of an expression, between `${` and `}`, at its offsets. */
export type TemplatePart = { readonly kind: 'text'; readonly text: string } | ({ readonly kind: 'expression'; readonly text: string } & Span)

/** A template that does not come to its end. */
export interface TemplateProblem extends Span {
  readonly message: string
  readonly hint: string
}

/** The parts of a template as far as they could be told, and what stopped it. */
export interface ScannedTemplate {
  readonly parts: readonly TemplatePart[]
  readonly problem: TemplateProblem | null
}

/** Splits a string at its `${…}`. `$${` stands for the two characters `${`. Braces, strings and comments inside an expression are balanced. */
export function scanTemplate(text: string): ScannedTemplate {
  const parts: TemplatePart[] = []
  let plain = ''
  let at = 0
  for (;;) {
    const opening = text.indexOf('${', at)
    if (opening === -1) break
    if (opening > at && text[opening - 1] === '$') {
      plain += text.slice(at, opening - 1) + '${'
      at = opening + 2
      continue
    }
    plain += text.slice(at, opening)
    const end = findEnd(text, opening + 2)
    if (typeof end !== 'number') return { parts, problem: end ?? notClosed(text, opening) }
    if (plain !== '') parts.push({ kind: 'text', text: plain })
    plain = ''
    parts.push({ kind: 'expression', text: text.slice(opening + 2, end), from: opening + 2, to: end })
    at = end + 1
  }
  plain += text.slice(at)
  if (plain !== '' || parts.length === 0) parts.push({ kind: 'text', text: plain })
  return { parts, problem: null }
}

function notClosed(text: string, opening: number): TemplateProblem {
  const hint = text.includes('//', opening)
    ? 'add "}"; "//" begins a comment that goes to the end of the line'
    : 'add "}", or write "$${" for the characters themselves'
  return { message: '"${" is not closed', hint, from: opening, to: opening + 2 }
}

/** The offset of the brace that closes the expression; null when there is none. */
function findEnd(text: string, start: number): number | TemplateProblem | null {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text[at]
    if (character === '{') depth++
    else if (character === '}' && depth-- === 0) return at
    else if (character === '"' || character === "'") {
      const end = endOfString(text, at)
      if (end === null) return { message: 'a quoted text is not closed', hint: `add the closing ${character}`, from: at, to: at + 1 }
      at = end - 1
    } else if (character === '/' && text[at + 1] === '/') {
      const newline = text.indexOf('\n', at)
      if (newline === -1) return null
      at = newline
    }
  }
  return null
}

/** The offset behind a string literal; null when it does not end. A backslash covers the next character in raw strings too, as in the parser. */
function endOfString(text: string, start: number): number | null {
  const quote = text.slice(start, start + 1)
  const delimiter = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote
  for (let at = start + delimiter.length; at < text.length; at++) {
    if (text.startsWith(delimiter, at)) return at + delimiter.length
    if (delimiter.length === 1 && (text[at] === '\n' || text[at] === '\r')) return null
    if (text[at] === '\\') at++
  }
  return null
}
