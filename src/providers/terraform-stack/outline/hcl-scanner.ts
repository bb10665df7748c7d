/** Nesting deeper than this is not followed; Terraform's own grammar has no use for it. */
const maxDepth = 100

/**
 * Walks over HCL text piece by piece without understanding it: white space, comments, strings with nested templates, heredocs, balanced
 * brackets. Never throws: what is not closed ends where the text ends.
 */
export class HclScanner {
  readonly text: string
  position = 0

  constructor(text: string) {
    this.text = text
  }

  get atEnd(): boolean {
    return this.position >= this.text.length
  }

  /** The character under the cursor; '' at the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.position + ahead)
  }

  /** Skips spaces, line ends and comments. */
  skipBlank(): void {
    for (;;) {
      while (isSpace(this.peek()) || isLineEnd(this.peek())) this.position++
      if (!this.#skipComment()) return
    }
  }

  /** Skips spaces and block comments on the same line. */
  skipSpaces(): void {
    for (;;) {
      while (isSpace(this.peek())) this.position++
      if (!this.text.startsWith('/*', this.position)) return
      this.#skipPast('*/')
    }
  }

  /** The identifier under the cursor; null when there is none. */
  identifier(): string | null {
    identifierPattern.lastIndex = this.position
    const match = identifierPattern.exec(this.text)
    if (match === null) return null
    this.position += match[0].length
    return match[0]
  }

  /**
   * With the cursor on a quote: what stands between the quotes, escapes untouched, and whether a template stands in it. A line end
   * closes it, too: quoted strings have one line.
   */
  quoted(depth = 0): { readonly raw: string; readonly hasTemplate: boolean } {
    const start = ++this.position
    let hasTemplate = false
    while (!this.atEnd && !isLineEnd(this.peek())) {
      if (this.peek() === '"') return { raw: this.text.slice(start, this.position++), hasTemplate }
      if (this.#isTemplateStart()) {
        hasTemplate = true
        this.position += 2
        this.#skipTemplate(depth + 1)
      } else this.position += this.#escapeLength()
    }
    return { raw: this.text.slice(start, this.position), hasTemplate }
  }

  /**
   * Skips one value: until the line end or the closing bracket that ends it. Calls back for each quoted string in it. Gives where the
   * value itself ends, a comment behind it left out.
   */
  skipExpression(onQuoted: (raw: string) => void): number {
    let depth = 0
    let end = this.position
    while (!this.atEnd) {
      const character = this.peek()
      if (depth === 0 && (isLineEnd(character) || isClosing(character))) break
      if (this.#skipComment(depth > 0)) continue
      if (character === '"') onQuoted(this.quoted().raw)
      else if (this.text.startsWith('<<', this.position)) this.#skipHeredocOrOperator()
      else {
        if (isOpening(character)) depth++
        else if (isClosing(character)) depth--
        this.position++
      }
      end = this.position
    }
    return end
  }

  /** With the cursor behind an opening brace: skips to behind the closing one. */
  skipBlock(onQuoted: (raw: string) => void): void {
    for (;;) {
      this.skipBlank()
      if (this.atEnd) return
      const before = this.position
      this.skipExpression(onQuoted)
      if (this.peek() === '}') {
        this.position++
        return
      }
      if (this.position === before) this.position++
    }
  }

  #isTemplateStart(): boolean {
    return (this.peek() === '$' || this.peek() === '%') && this.peek(1) === '{'
  }

  /** `\"` and `$${` are two and three characters that mean nothing. */
  #escapeLength(): number {
    if (this.peek() === '\\') return 2
    const character = this.peek()
    return (character === '$' || character === '%') && this.peek(1) === character && this.peek(2) === '{' ? 3 : 1
  }

  /** With the cursor behind `${`: to behind the closing brace. */
  #skipTemplate(depth: number): void {
    let open = 1
    while (!this.atEnd && open > 0) {
      const character = this.peek()
      if (character === '"' && depth < maxDepth) this.quoted(depth)
      else {
        if (character === '{') open++
        else if (character === '}') open--
        this.position++
      }
    }
  }

  #skipHeredocOrOperator(): void {
    heredocPattern.lastIndex = this.position
    const match = heredocPattern.exec(this.text)
    if (match === null) {
      this.position += 2
      return
    }
    this.position = heredocPattern.lastIndex
    const word = match[1] ?? ''
    while (!this.atEnd) {
      const end = endOfLine(this.text, this.position)
      const line = this.text.slice(this.position, end).trim()
      // The line end stays: it ends the expression.
      this.position = line === word ? end : end + 1
      if (line === word) return
    }
    this.position = Math.min(this.position, this.text.length)
  }

  #skipComment(acrossLines = true): boolean {
    const line = this.peek() === '#' || this.text.startsWith('//', this.position)
    if (line) {
      this.position = endOfLine(this.text, this.position) + (acrossLines ? 1 : 0)
      this.position = Math.min(this.position, this.text.length)
      return true
    }
    if (!this.text.startsWith('/*', this.position)) return false
    this.#skipPast('*/')
    return true
  }

  #skipPast(mark: string): void {
    const end = this.text.indexOf(mark, this.position)
    this.position = end === -1 ? this.text.length : end + mark.length
  }
}

const identifierPattern = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy
const heredocPattern = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t\r]*\n/uy

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\ufeff'
}

function isLineEnd(character: string): boolean {
  return character === '\n'
}

function isOpening(character: string): boolean {
  return character === '{' || character === '[' || character === '('
}

function isClosing(character: string): boolean {
  return character === '}' || character === ']' || character === ')'
}
